import { labelKey } from '@/domain/blood/bag-label';
import { decideBy } from '@/domain/result';
import { releaseImport } from '@/domain/station-stock/import';
import { type DonationGroup, findGroupDisagreements, readReleasedBags } from '@/domain/station-stock/rules';
import { releaseLine } from '@/domain/station-stock/schema';
import { defineCommand, unwrap } from '../../kernel/command';
import { applyImportInput, asImportProblems, defineImporter, takeImport } from '../../kernel/import-file';
import { byLabel, loadRelabelled, relabelledViolation } from '../stock/label-bearers';
import { loadDonationGroups } from '../stock/load-donation-groups';
import { loadProducts } from '../stock/load-products';
import { findForeignBags } from '../stock/other-city';
import { noteUnmapped } from '../stock/unmapped-products';
import { postRelease } from './post-release';

/** A release file: every rule of the form, and which bags the city knows already, before anything is written. */
export const releaseImporter = defineImporter({
  definition: releaseImport,
  async check(scope, rows) {
    const facts = { now: scope.now, products: await loadProducts(scope), stationId: scope.orgId };
    const lines = rows.map(({ row }) => row);
    const { bags, violations } = readReleasedBags(lines, facts);
    await noteUnmapped(scope, 'station-stock', violations);
    const known = await scope.q<{ key: string }[]>`
      select u.label_scheme || '|' || u.issuer || '|' || u.donation_no || '|' || u.product_code as key from blood_units u
      where u.donation_no = any(${bags.map((bag) => bag.donationNo)}) and u.source_org_id = ${scope.orgId} and u.state <> 'withdrawn'`;
    const keys = new Set(known.map((unit) => unit.key));
    const groups = new Map<string, DonationGroup[]>();
    for (const group of await loadDonationGroups(scope, bags))
      groups.set(group.donationNo, [...(groups.get(group.donationNo) ?? []), group]);
    // A line that contradicts the list already is named once.
    const named = new Set(violations.map(({ path }) => path));
    const disagreeing = lines
      .flatMap((line, index) => {
        const [bag] = readReleasedBags([line], facts).bags;
        return bag ? findGroupDisagreements([bag], groups.get(bag.donationNo) ?? [], [index]) : [];
      })
      .filter(({ path }) => !named.has(path));
    const relabelled = byLabel(await loadRelabelled(scope, bags));
    const alreadyKnown = lines.flatMap((line, index) => {
      const [bag] = readReleasedBags([line], facts).bags;
      const label = bag && relabelled.get(labelKey(bag));
      if (label) return [relabelledViolation(label, `lines.${index}.donation`)];
      return bag && keys.has(labelKey(bag))
        ? [{ code: 'unit.already_known', path: `lines.${index}.donation`, facts: { donationNo: bag.donationNo } }]
        : [];
    });
    return asImportProblems(
      [...violations, ...(await findForeignBags(scope, lines)), ...disagreeing, ...alreadyKnown],
      rows,
    );
  },
});

/** Releases the bags of a preview, whole or not at all; the rules are asked again, for time has passed. */
export const applyReleaseImport = defineCommand({
  name: 'station-stock.import',
  permission: 'station-stock.import',
  input: applyImportInput,
  async run(scope, input) {
    const preview = await takeImport(scope, releaseImport, input);
    const lines = preview.rows.map(({ row }) => releaseLine.parse(row));
    const facts = { now: scope.now, products: await loadProducts(scope), stationId: scope.orgId };
    const { bags, violations } = readReleasedBags(lines, facts);
    return postRelease(scope, unwrap(decideBy(violations, () => bags)), 'import');
  },
});
