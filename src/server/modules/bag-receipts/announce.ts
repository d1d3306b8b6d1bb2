import { z } from 'zod';
import type { ReceiptLine } from '@/domain/bag-receipts/schema';
import { labelKey } from '@/domain/blood/bag-label';
import { findComponent } from '@/domain/blood/components';
import { ownDraft } from '@/domain/own-draft';
import { decideBy, type Violation } from '@/domain/result';
import { releaseImport } from '@/domain/station-stock/import';
import { type ReleasedBag, readLabelledBag, readReleasedBags } from '@/domain/station-stock/rules';
import { releaseLine } from '@/domain/station-stock/schema';
import { defineCommand, done, type Outcome, unwrap } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { AppError, refusal } from '../../kernel/errors';
import { applyImportInput, asImportProblems, defineImporter, takeImport } from '../../kernel/import-file';
import type { Scope } from '../../kernel/scope';
import { byLabel, loadRelabelled, relabelledViolation } from '../stock/label-bearers';
import { loadProducts } from '../stock/load-products';
import { loadWarm } from '../stock/load-warm';
import { findForeignBags } from '../stock/other-city';
import { actorName } from '../stock/post';
import { releaseUnits } from '../stock/release';
import { noteUnmapped, noteUnmappedOf } from '../stock/unmapped-products';

const sender = { stationId: z.string().min(2).max(16), reason: z.string().trim().min(2).max(200) };

/** What an unnoted delivery becomes: a shipment to receive like any other. */
export interface AnnouncedShipment {
  readonly shipmentId: string;
  readonly bagCount: number;
}

/**
 * 无单到货: blood stands at the door and no electronic note came. Its bags are entered from their labels, the shipment is created
 * with the reason, and is then received like any other: temperature, label check, signatures.
 */
export const announceShipment = defineCommand({
  name: 'bag-receipts.announce',
  permission: 'bag-receipts.announce',
  input: z.strictObject({ ...sender, lines: z.array(releaseLine).min(1).max(500) }),
  afterRefusal: noteUnmappedOf('bag-receipts'),
  async run(scope, { stationId, reason, lines }) {
    const facts = { now: scope.now, products: await loadProducts(scope), stationId };
    const { bags, violations } = readReleasedBags(lines, facts, readLabelledBag);
    const announced = unwrap(decideBy(violations, () => bags));
    await dropDraft(scope, 'bag-receipts', ownDraft);
    return announce(scope, stationId, reason, announced);
  },
});

/** A note as Excel or CSV: every line checked before anything is written. */
export const noteImporter = defineImporter({
  definition: { ...releaseImport, module: 'bag-receipts', permission: 'bag-receipts.import' },
  async check(scope, rows) {
    const facts = { now: scope.now, products: await loadProducts(scope), stationId: 'S' };
    const lines = rows.map(({ row }) => row);
    const { violations } = readReleasedBags(lines, facts, readLabelledBag);
    await noteUnmapped(scope, 'bag-receipts', violations);
    return asImportProblems([...violations, ...(await findForeignBags(scope, lines))], rows);
  },
});

/** Creates the shipment of a previewed note, whole or not at all. */
export const applyNoteImport = defineCommand({
  name: 'bag-receipts.import',
  permission: 'bag-receipts.import',
  input: z.strictObject({ ...applyImportInput.shape, ...sender }),
  async run(scope, { stationId, reason, ...input }) {
    const preview = await takeImport(scope, noteImporter.definition, input);
    const lines = preview.rows.map(({ row }) => releaseLine.parse(row));
    const facts = { now: scope.now, products: await loadProducts(scope), stationId };
    const { bags, violations } = readReleasedBags(lines, facts, readLabelledBag);
    const announced = unwrap(decideBy(violations, () => bags));
    await dropDraft(scope, 'bag-receipts', ownDraft);
    return announce(scope, stationId, reason, announced);
  },
});

const boxOfClass = { red_cells: 1, platelets: 2, frozen: 3 } as const satisfies Record<string, ReceiptLine['boxNo']>;

async function announce(
  scope: Scope,
  stationId: string,
  reason: string,
  bags: readonly ReleasedBag[],
): Promise<Outcome<AnnouncedShipment>> {
  const [station] = await scope.q<
    { id: string }[]
  >`select id from organisations where id = ${stationId} and kind = 'blood_station' and is_active`;
  if (!station) throw refusal({ code: 'receipt.unknown_station', path: 'stationId', facts: { stationId } });
  const shipmentId = crypto.randomUUID();
  const boxNoOf = (component: string) =>
    boxOfClass[findComponent(component, scope.now)?.temperatureClass ?? 'red_cells'];
  const classes = [
    ...new Set(bags.map((bag) => findComponent(bag.component, scope.now)?.temperatureClass ?? 'red_cells')),
  ];
  const boxes = classes.map((temperatureClass) => ({
    boxNo: boxOfClass[temperatureClass],
    temperatureClass,
    packedAtCelsius: null,
  }));
  await scope.q`
    insert into shipments (id, no, org_id, party_org_id, kind, state, bag_count, box_count, boxes, sent_at, reason, created_by)
    values (${shipmentId}, ${`无单-${shipmentId.slice(0, 8)}`}, ${stationId}, ${scope.orgId}, 'unnoted', 'shipped', ${bags.length}, ${boxes.length},
      ${scope.q.json(boxes)}, city_now(), ${reason}, ${actorName(scope)})`;
  const made = await releaseUnits(scope, {
    units: bags,
    module: 'shipments',
    recordId: shipmentId,
    kind: 'announce',
    sourceOrgId: stationId,
  });
  const known = bags.filter(
    (bag) => !made.some((unit) => unit.donationNo === bag.donationNo && unit.productCode === bag.productCode),
  );
  if (known.length > 0) throw new AppError('refused', await sayWhereKnown(scope, bags, known));
  const lines = bags.flatMap((bag) => {
    const unit = made.find(
      (candidate) => candidate.donationNo === bag.donationNo && candidate.productCode === bag.productCode,
    );
    return unit ? [{ unitId: unit.id, boxNo: boxNoOf(bag.component) }] : [];
  });
  await scope.q`
    insert into shipment_bags (shipment_id, unit_id, org_id, party_org_id, box_no, line_no, state)
    select ${shipmentId}, l."unitId", ${stationId}, ${scope.orgId}, l."boxNo", l.n, 'expected'
    from rows from (jsonb_to_recordset(${scope.q.json(lines)}) as ("unitId" uuid, "boxNo" int)) with ordinality as l("unitId", "boxNo", n)`;
  return done(
    { shipmentId, bagCount: lines.length },
    {
      module: 'shipments',
      recordId: shipmentId,
      action: 'shipments.announce',
      version: 1,
      state: 'shipped',
      orgId: stationId,
      partyOrgId: scope.orgId,
      reason,
      before: null,
      after: { kind: 'unnoted', bagCount: lines.length, reason, unitIds: lines.map((line) => line.unitId) },
    },
  );
}

/** Bags that the city knows already: each with where it is by the ledger, and whom to call. */
async function sayWhereKnown(
  { q }: Scope,
  bags: readonly ReleasedBag[],
  known: readonly ReleasedBag[],
): Promise<Violation[]> {
  const wanted = known.map(({ labelScheme, issuer, donationNo, productCode }) => ({
    labelScheme,
    issuer,
    donationNo,
    productCode,
  }));
  const places = await q<
    {
      donationNo: string;
      productCode: string;
      place: string;
      state: string;
      station: string;
      phone: string;
      no: string;
    }[]
  >`
    select w."donationNo", w."productCode", k.place, k.state, k.station, k.phone, k.shipment_no as no
    from jsonb_to_recordset(${q.json(wanted)}) as w("labelScheme" text, issuer text, "donationNo" text, "productCode" text)
    cross join lateral known_bag(w."labelScheme", w.issuer, w."donationNo", w."productCode") k`;
  const warm = await loadWarm({ q }, known);
  const relabelled = byLabel(await loadRelabelled({ q }, known));
  return known.map((bag) => {
    const label = relabelled.get(labelKey(bag));
    if (label) return relabelledViolation(label, `lines.${bags.indexOf(bag)}.donation`);
    const found = places.find((row) => row.donationNo === bag.donationNo && row.productCode === bag.productCode);
    const { place = 'elsewhere', state = '', station = '', phone = '', no = '' } = found ?? {};
    return {
      code: 'unit.already_known',
      path: `lines.${bags.indexOf(bag)}.donation`,
      facts: {
        donationNo: bag.donationNo,
        place: warm.has(labelKey(bag)) ? 'warm' : place,
        state: state || 'unknown',
        station,
        phone: phone || 'none',
        no,
      },
    };
  });
}
