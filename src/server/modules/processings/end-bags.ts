import type { Change } from '@/domain/change';
import { holdReasonOfEnd, isInPlace, type ProcessingName } from '@/domain/processings/kinds';
import { poolNumber } from '@/domain/processings/products';
import type { EndPlan, PlannedBag, PlannedOutput } from '@/domain/processings/rules';
import { holdReasonOf } from '@/domain/stock/holds';
import type { StoragePlace } from '@/domain/stock/places';
import { AppError, refusal } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';
import { endReservationsOfHeld } from '../stock/end-reservations';
import { noteHolds } from '../stock/note-holds';
import { type PostedUnit, post } from '../stock/post';
import { findUnproduced, type MadeUnit, produceUnits, remarkUnits } from '../stock/process';
import { putWhereFit } from '../stock/put-bags';
import type { BagInHand } from './load';
import { poolFacility } from './pool-facility';
import { handReservationsOn } from './reservations';

interface Ending {
  readonly id: string;
  readonly no: string;
  readonly kind: ProcessingName;
  readonly plan: EndPlan;
  /** As they were when it began, locked. */
  readonly bags: readonly BagInHand[];
  /** Of the house, locked before the bags. */
  readonly places: readonly StoragePlace[];
}

export interface EndedBags {
  readonly outputs: readonly Output[];
  readonly heldCount: number;
  /** For the city's tally: what stands on the shelf again, or anew. */
  readonly posted: readonly PostedUnit[];
  /** Reservations that went over to other bags, or ended. */
  readonly changes: readonly Change[];
}

type Output = PlannedOutput & { readonly id: string; readonly donationNo: string };

/**
 * The bags of a processing leave quarantine: the same bag with its new expiry, or the input ends and what was made of it begins, each in a place
 * that fits what it is now. What was kept for a patient stays kept for this patient. Spoiled bags and what has expired meanwhile, itself or
 * what was made of it, go on hold.
 */
export async function endBags(scope: Scope, ending: Ending): Promise<EndedBags> {
  const { id, kind, plan, places } = ending;
  const about = { module: 'processings', recordId: id } as const;
  const found = new Map(ending.bags.map((bag) => [bag.id, bag.openHolds]));
  const reasonOf = (bag: PlannedBag) =>
    isInPlace(kind) || bag.outcome === 'spoiled'
      ? holdReasonOfEnd(bag.outcome, bag.expiresAt, found.get(bag.unitId) ?? [], scope.now)
      : null;
  const held = plan.bags.flatMap((bag) => {
    const holdReason = reasonOf(bag);
    return holdReason ? [{ unitId: bag.unitId, holdReason }] : [];
  });
  const fit = plan.bags.filter((bag) => !reasonOf(bag));
  const kept = reservedAmong(ending.bags);
  const changes: Change[] = [];
  if (isInPlace(kind)) {
    const remarked = plan.bags.filter(({ outcome }) => outcome === 'done');
    await remarkUnits(scope, remarked);
    await putWhereFit(scope, idsOf(remarked), places);
  }
  if (held.length > 0) changes.push(...(await holdBags(scope, about, held, 'process_end')));
  if (isInPlace(kind)) {
    const posted = fit.length > 0 ? await post(scope, { kind: 'process_end', unitIds: idsOf(fit), ...about }) : [];
    await reserveAgain(
      scope,
      about,
      idsOf(fit).filter((unitId) => kept.has(unitId)),
    );
    await noteOutcome(scope, id, plan.bags);
    return { outputs: [], heldCount: held.length, posted, changes };
  }
  const outputs = await nameOutputs(scope, ending);
  const made = await produceUnits(scope, {
    units: outputs.map((output) => madeUnit(output, ending.bags)),
    parentIds: ending.bags.map((bag) => bag.id),
    ...about,
  });
  refuseTaken(outputs, made);
  await putWhereFit(
    scope,
    outputs.map((output) => output.id),
    places,
  );
  const late = outputs.filter(({ expiresAt }) => expiresAt <= scope.now);
  const inDate = outputs.filter((output) => !late.includes(output));
  const heirs = await handReservationsOn(scope, inDate);
  changes.push(...heirs.changes);
  if (late.length > 0) changes.push(...(await holdLate(scope, about, late)));
  if (fit.length > 0) await post(scope, { kind: 'process', unitIds: idsOf(fit), isFact: true, ...about });
  await reserveAgain(scope, about, heirs.unitIds);
  await noteOutcome(scope, id, plan.bags);
  await noteParents(scope, id, outputs);
  const warned = await holdMade(scope, ending, inDate, found);
  return {
    outputs,
    heldCount: held.length + late.length + warned.heldCount,
    posted: made.filter((unit) => !late.some(({ id: lateId }) => lateId === unit.id)),
    changes: [...changes, ...warned.changes],
  };
}

/** What was made and has expired before it was posted is a fact all the same: on hold from its first minute, and kept for nobody. */
async function holdLate(
  scope: Scope,
  about: { readonly module: 'processings'; readonly recordId: string },
  late: readonly Output[],
): Promise<Change[]> {
  const parentIds = late.flatMap(({ parents }) => parents.map(({ unitId }) => unitId));
  const unitIds = late.map((output) => output.id);
  await post(scope, { kind: 'hold', unitIds, holdReason: 'expired', isFact: true, ...about });
  return endReservationsOfHeld(scope, parentIds);
}

/** What was found of a bag holds what was made of it: the child stood where its parent stood. */
async function holdMade(
  scope: Scope,
  { id: recordId, no }: Pick<Ending, 'id' | 'no'>,
  outputs: readonly Output[],
  found: ReadonlyMap<string, readonly string[]>,
): Promise<{ heldCount: number; changes: readonly Change[] }> {
  const reasonOf = ({ parents }: Output) => parents.flatMap(({ unitId }) => found.get(unitId) ?? [])[0];
  const reasons = new Map(outputs.map((output) => [output.id, reasonOf(output)]));
  const unitIds = outputs.flatMap(({ id }) => (reasons.get(id) ? [id] : []));
  if (unitIds.length === 0) return { heldCount: 0, changes: [] };
  const changes = await endReservationsOfHeld(scope, unitIds, no);
  const holdReasons = Object.fromEntries(unitIds.map((unitId) => [unitId, reasons.get(unitId) ?? 'other']));
  await post(scope, { kind: 'hold', unitIds, holdReasons, isFact: true, module: 'processings', recordId });
  for (const reason of new Set(Object.values(holdReasons)))
    await noteHolds(scope, {
      recordId,
      unitIds: unitIds.filter((unitId) => holdReasons[unitId] === reason),
      reason: holdReasonOf(reason),
      words: no,
    });
  return { heldCount: unitIds.length, changes };
}

const idsOf = (bags: readonly { readonly unitId: string }[]) => bags.map(({ unitId }) => unitId);

function reservedAmong(bags: readonly BagInHand[]): ReadonlySet<string> {
  return new Set(bags.filter((bag) => bag.reservationId !== null).map((bag) => bag.id));
}

/** Bags that are not fit for the shelf, each for its reason; whoever waits for one is told by the end of the reservation. */
export async function holdBags(
  scope: Scope,
  about: { readonly module: 'processings'; readonly recordId: string },
  held: readonly { readonly unitId: string; readonly holdReason: string }[],
  how: 'process_end' | 'process_back',
): Promise<Change[]> {
  const holdReasons = Object.fromEntries(held.map(({ unitId, holdReason }) => [unitId, holdReason] as const));
  const ended = await endReservationsOfHeld(scope, idsOf(held));
  // Out of the processing, and off the shelf at once: nobody sees it there.
  await post(scope, { kind: how, unitIds: idsOf(held), isFact: true, ...about });
  await post(scope, { kind: 'hold', unitIds: idsOf(held), holdReasons, isFact: true, ...about });
  return ended;
}

/** Back from the processing, and kept as before: the reservation has been live all the time. */
export async function reserveAgain(
  scope: Scope,
  about: { readonly module: 'processings'; readonly recordId: string },
  unitIds: readonly string[],
): Promise<void> {
  if (unitIds.length > 0) await post(scope, { kind: 'reserve', unitIds, ...about });
}

async function nameOutputs(scope: Scope, { no, plan, bags }: Ending): Promise<Output[]> {
  const isPool = plan.outputs.some(({ donationNo }) => donationNo === null);
  const facility = isPool ? await poolFacility(scope) : undefined;
  const pooled = facility && poolNumber(facility, no);
  const numbered = plan.outputs.map((output) => {
    const donationNo = output.donationNo ?? pooled;
    if (donationNo === undefined) throw refusal({ code: 'processing.no_pool_number', facts: { no } });
    return { ...output, donationNo };
  });
  const unproduced = await findUnproduced(
    scope,
    bags.map((bag) => bag.id),
  );
  return numbered.map((output) => ({
    ...output,
    id: unproduced.get(`${output.donationNo} ${output.productCode}`) ?? crypto.randomUUID(),
  }));
}

/** Whatever its parents share is the child's: group, antigens and use of the first, source and age of the oldest. */
function madeUnit(output: Output, bags: readonly BagInHand[]): MadeUnit {
  const parents = bags.filter((bag) => output.parents.some(({ unitId }) => unitId === bag.id));
  const [first] = parents;
  if (!first) throw new RangeError('a bag made of nothing');
  const collected = parents.flatMap(({ collectedAt }) => (collectedAt ? [collectedAt.getTime()] : []));
  const isPool = parents.length > 1;
  return {
    id: output.id,
    labelScheme: isPool ? 'isbt128' : first.labelScheme,
    issuer: isPool ? output.donationNo.slice(0, 5) : first.issuer,
    donationNo: output.donationNo,
    productCode: output.productCode,
    component: output.component,
    abo: first.abo,
    rhd: first.rhd,
    amount: output.amount,
    modifiers: output.modifiers,
    antigens: first.antigens.filter((antigen) => parents.every((parent) => parent.antigens.includes(antigen))),
    processedAs: output.processedAs,
    intendedUse: first.intendedUse,
    collectedAt: collected.length === parents.length ? new Date(Math.min(...collected)) : null,
    preparedAt: isPool ? null : first.preparedAt,
    expiresAt: output.expiresAt,
    sourceOrgId: first.sourceOrgId,
    storagePlace: first.storagePlace,
  };
}

function refuseTaken(outputs: readonly Output[], made: readonly PostedUnit[]): void {
  const [taken, ...others] = outputs
    .filter((output) => !made.some((unit) => unit.id === output.id))
    .map(({ donationNo, productCode }) => ({ code: 'processing.code_taken', facts: { donationNo, productCode } }));
  if (taken) throw new AppError('refused', [taken, ...others]);
}

async function noteOutcome({ q, orgId }: Scope, processingId: string, bags: readonly PlannedBag[]): Promise<void> {
  await q`
    update processing_bags b set outcome = w.outcome, loss = w.loss, expires_after = case when w.outcome = 'done' then w."expiresAt" end
    from jsonb_to_recordset(${q.json(bags as never)}) as w("unitId" uuid, outcome text, loss int, "expiresAt" timestamptz)
    where b.processing_id = ${processingId} and b.org_id = ${orgId} and b.unit_id = w."unitId"`;
}

async function noteParents({ q, orgId }: Scope, processingId: string, outputs: readonly Output[]): Promise<void> {
  const rows = outputs.flatMap(({ id, parents }) =>
    parents.map(({ unitId, amount }) => ({ child: id, parent: unitId, amount })),
  );
  await q`
    insert into unit_parents (child_id, parent_id, processing_id, org_id, amount)
    select w.child, w.parent, ${processingId}, ${orgId}, w.amount from jsonb_to_recordset(${q.json(rows)}) as w(child uuid, parent uuid, amount int)`;
}
