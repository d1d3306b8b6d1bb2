import { labelKey } from '@/domain/blood/bag-label';
import { ownDraft } from '@/domain/own-draft';
import { decideBy } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import { checkRelabel, type Relabelled, relabelCovers } from '@/domain/station-stock/relabel';
import { relabelInput } from '@/domain/station-stock/relabel-schema';
import { type SisterBag, sistersOf, sistersText } from '@/domain/station-stock/sisters';
import { recordSignatures, redeemSignature, verifySignature } from '../../auth/signing';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { drawNumber } from '../../kernel/numbers';
import type { Scope } from '../../kernel/scope';
import { loadBearers } from '../stock/label-bearers';
import { loadProducts } from '../stock/load-products';
import { actorName } from '../stock/post';
import { relabelUnits } from '../stock/relabel';
import { noteUnmappedOf } from '../stock/unmapped-products';
import { loadSisters, lockBags, readableLabels } from './load';

/**
 * 改贴: bags of this station take other labels, all or none. Two people sign each old and new label: one has stuck it, the other has read it. The bag stays
 * where it is and what it is; its old label is its own for good, and every desk answers it.
 */
export const postRelabelling = defineCommand({
  name: 'relabellings.post',
  permission: 'relabellings.post',
  input: relabelInput,
  afterRefusal: noteUnmappedOf('station-stock'),
  async run(scope, input) {
    const covers = digestOfCovers(relabelCovers(input));
    const acting = await verifySignature(scope, { method: 'session' });
    const second = input.second ? await redeemSignature(scope, input.second.token, covers) : null;
    // A number is drawn first: two sittings of one station stand in a row, and what the first has stuck is seen by the second.
    const no = await drawNumber(scope, 'relabellings');
    const facts = { now: scope.now, products: await loadProducts(scope), stationId: scope.orgId };
    const labels = readableLabels(input.lines, facts);
    const unitIds = [...new Set(input.lines.map(({ unitId }) => unitId))];
    const bags = await lockBags(scope, unitIds);
    const bearers = new Map((await loadBearers(scope, labels)).map((one) => [labelKey(one), one.unitId]));
    const sisters = await loadSisters(scope, labels, unitIds);
    const { relabelled, violations } = checkRelabel(input, { ...facts, bags, bearers, sisters, acting, second });
    unwrap(decideBy(violations, () => relabelled));

    const id = crypto.randomUUID();
    const record = {
      no,
      bagCount: relabelled.length,
      reason: input.reason,
      relabelledBy: actorName(scope),
      checkedBy: second ? `${second.staffNo} ${second.name}` : '',
    };
    const pairs = relabelled.map(({ bag, label }) => ({ old: labelOf(bag), taken: labelOf(label) }));
    const more = pairs.length > 1 ? ` +${pairs.length - 1}` : '';
    await scope.q`
      insert into relabellings (id, no, org_id, bag_count, reason, relabelled_by, checked_by, old_label, new_label, labels)
      values (${id}, ${no}, ${scope.orgId}, ${record.bagCount}, ${record.reason}, ${record.relabelledBy}, ${record.checkedBy},
        ${`${pairs[0]?.old}${more}`}, ${`${pairs[0]?.taken}${more}`}, ${pairs.map(({ old, taken }) => `${old} → ${taken}`).join('; ')})`;
    await addLines(scope, id, relabelled);
    await relabelUnits(scope, relabelled);
    await recordSignatures(scope, { module: 'relabellings', recordId: id }, [
      { meaning: 'relabelled', signer: acting, coversDigest: covers },
      ...(second ? [{ meaning: 'relabelled_second', signer: second, coversDigest: covers }] : []),
    ]);
    await dropDraft(scope, 'relabellings', ownDraft);
    return done(
      { id, no, bagCount: relabelled.length },
      {
        module: 'relabellings',
        recordId: id,
        action: 'relabellings.post',
        version: 1,
        state: 'posted',
        orgId: scope.orgId,
        reason: input.reason,
        before: { bags: relabelled.map(({ bag }) => ({ unitId: bag.id, label: labelOf(bag) })) },
        after: {
          ...record,
          bags: relabelled.map(({ bag, label }) => ({
            unitId: bag.id,
            label: labelOf(label),
            ...besideOf(label, sisters),
          })),
        },
      },
    );
  },
});

const labelOf = ({ donationNo, productCode }: { donationNo: string; productCode: string }) =>
  `${donationNo} ${productCode}`;

/** Other bags of the donation, which both have seen. */
function besideOf(label: Relabelled['label'], sisters: readonly SisterBag[]) {
  const beside = sistersText(sistersOf(label, sisters));
  return beside ? { beside } : {};
}

async function addLines({ q, orgId }: Scope, id: string, relabelled: readonly Relabelled[]): Promise<void> {
  const lines = relabelled.map(({ bag, label }) => ({
    unitId: bag.id,
    oldScheme: bag.labelScheme,
    oldIssuer: bag.issuer,
    oldDonationNo: bag.donationNo,
    oldProductCode: bag.productCode,
    newScheme: label.labelScheme,
    newIssuer: label.issuer,
    newDonationNo: label.donationNo,
    newProductCode: label.productCode,
    component: bag.component,
    abo: bag.abo,
    rhd: bag.rhd,
    amount: bag.amount,
    expiresAt: bag.expiresAt,
    state: bag.state,
  }));
  await q`
    insert into relabelling_lines (relabelling_id, unit_id, org_id, line_no, old_scheme, old_issuer, old_donation_no, old_product_code, new_scheme, new_issuer,
      new_donation_no, new_product_code, component, abo, rhd, amount, expires_at, state_before)
    select ${id}, l."unitId", ${orgId}, l.n, l."oldScheme", l."oldIssuer", l."oldDonationNo", l."oldProductCode", l."newScheme", l."newIssuer",
      l."newDonationNo", l."newProductCode", l.component, l.abo, l.rhd, l.amount, l."expiresAt", l.state
    from rows from (jsonb_to_recordset(${q.json(lines)}) as ("unitId" uuid, "oldScheme" text, "oldIssuer" text, "oldDonationNo" text, "oldProductCode" text,
      "newScheme" text, "newIssuer" text, "newDonationNo" text, "newProductCode" text, component text, abo text, rhd text, amount int, "expiresAt" timestamptz, state text))
      with ordinality as l("unitId", "oldScheme", "oldIssuer", "oldDonationNo", "oldProductCode", "newScheme", "newIssuer", "newDonationNo", "newProductCode",
        component, abo, rhd, amount, "expiresAt", state, n)`;
}
