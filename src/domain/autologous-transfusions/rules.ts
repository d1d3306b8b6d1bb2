import { readAutologousBagNo } from '../blood/barcodes/autologous';
import { normaliseScan } from '../blood/barcodes/normalise';
import { patientPrefix } from '../blood/barcodes/read-scan';
import { expiryOfDay, isExpired } from '../blood/expiry';
import { toLocalTime } from '../blood/zoned-time';
import type { Role } from '../permissions';
import type { Violation } from '../result';
import type { StoragePlace } from '../stock/places';
import { refuseSecondOf, type SecondSigner } from '../stock/second';
import { type AutologousBagState, type AutologousHoldReason, isLiveBag } from './bag-edges';
import { type AutologousType, bagsAtMost, haemodilutionHours, type PredepositProductName, productOf } from './kinds';
import type { AutologousState } from './lifecycle';
import type {
  CollectAutologousInput,
  PlanAutologousInput,
  ReinfuseAutologousInput,
  UndoAutologousInput,
} from './schema';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A clock that is a minute ahead is no mistake of the date. */
const slackMs = 60_000;
/** What was taken longer ago is no collection that is being entered, but a mistake of the date. [unsourced: default] */
const collectedWithinMs = 7 * dayMs;
const phoneWithinMs = hourMs;

export interface AutologousBag {
  readonly id: string;
  readonly bagNo: string;
  readonly product: PredepositProductName;
  readonly volumeMl: number;
  readonly expiresAt: Date;
  readonly state: AutologousBagState;
  /** Why it is on hold; null: it is not. */
  readonly holdReason: AutologousHoldReason | null;
}

interface Standing {
  readonly no: string;
  readonly type: AutologousType;
  readonly state: AutologousState;
}

/** In which states each deed may be done; the life cycle says the same of what comes of it. */
function refuseState({ no, state }: Standing, from: readonly AutologousState[], code: string): Violation[] {
  return from.includes(state) ? [] : [{ code, facts: { no, state } }];
}

/** What does not fit in a plan: an unknown patient; a phase of anything but a salvage, or a salvage without one; an operation of a day that is past. */
export function checkPlan(
  { type, phase, plannedOn }: Pick<PlanAutologousInput, 'type' | 'phase' | 'plannedOn'>,
  { isPatientKnown, today }: { readonly isPatientKnown: boolean; readonly today: string },
): Violation[] {
  const violations: Violation[] = [];
  if (!isPatientKnown) violations.push({ code: 'autologous.patient_unknown', path: 'patientId' });
  if (type === 'salvage' && phase === null) violations.push({ code: 'autologous.phase_missing', path: 'phase' });
  if (type !== 'salvage' && phase !== null) violations.push({ code: 'autologous.phase_of_other', path: 'phase' });
  // Blood is salvaged in an emergency too: that is entered as it happened.
  if (plannedOn !== null && plannedOn < today && type !== 'salvage')
    violations.push({ code: 'autologous.day_past', path: 'plannedOn', facts: { day: plannedOn } });
  return violations;
}

/**
 * What a collection has to say. Before a predeposit and a haemodilution Hb and Hct were measured. A predeposit has bags and no volume of its own;
 * the others a volume and no bag; of a salvage the device, what it processed, which is no less than what was got of it, and whether that was washed. [unsourced: default]
 */
export function checkCollection(
  record: Standing & { readonly bagCount: number },
  input: Omit<CollectAutologousInput, 'nurse'>,
  now: Date,
): Violation[] {
  const { type } = record;
  const isPredeposit = type === 'predeposit';
  const from: readonly AutologousState[] = isPredeposit ? ['planned', 'collected', 'stored'] : ['planned'];
  const violations = refuseState(record, from, 'autologous.not_to_collect');
  const refuse = (code: string, path: string, facts?: Violation['facts']) =>
    violations.push({ code, path, ...(facts ? { facts } : {}) });
  const ago = now.getTime() - (input.collectedAt ?? now).getTime();
  if (ago < -slackMs) refuse('autologous.collected_in_future', 'collectedAt');
  if (ago > collectedWithinMs) refuse('autologous.collected_long_ago', 'collectedAt');
  if (type !== 'salvage') {
    if (input.hbBefore === null) refuse('autologous.hb_missing', 'hbBefore');
    if (input.hctBefore === null) refuse('autologous.hct_missing', 'hctBefore');
  }
  if (isPredeposit) {
    if (input.bags.length === 0) refuse('autologous.bags_missing', 'bags');
    if (record.bagCount + input.bags.length > bagsAtMost)
      refuse('autologous.too_many_bags', 'bags', { most: bagsAtMost });
    if (input.collectedMl !== null) refuse('autologous.volume_of_bags', 'collectedMl');
  } else {
    if (input.bags.length > 0) refuse('autologous.no_bags', 'bags');
    if (input.collectedMl === null) refuse('autologous.volume_missing', 'collectedMl');
  }
  if (type === 'salvage') {
    if (input.device === '') refuse('autologous.device_missing', 'device');
    if (input.processedMl === null) refuse('autologous.processed_missing', 'processedMl');
    else if (input.collectedMl !== null && input.collectedMl > input.processedMl)
      refuse('autologous.more_than_processed', 'collectedMl', { processed: input.processedMl });
    if (input.isWashed === null) refuse('autologous.washed_unsaid', 'isWashed');
  } else if (input.device !== '' || input.processedMl !== null || input.isWashed !== null)
    refuse('autologous.salvage_only', 'device');
  return violations;
}

/** The instant until which a bag of this product may be given: 23:59 of its last day in the city. */
export function expiryOfBag(product: PredepositProductName, collectedAt: Date, timeZone: string): Date {
  const last = new Date(collectedAt.getTime() + productOf(product).shelfDays * dayMs);
  return expiryOfDay(toLocalTime(last, timeZone), timeZone) ?? last;
}

/** Until when blood of a haemodilution may be given back. */
export function keepUntilOf(type: AutologousType, collectedAt: Date): Date | null {
  return type === 'haemodilution' ? new Date(collectedAt.getTime() + haemodilutionHours * hourMs) : null;
}

/** What becomes of the record when its bags are as these: it waits for the store, is stored, or each bag has its fate. */
export function stateOfBags(
  bags: readonly Pick<AutologousBag, 'state'>[],
): 'collected' | 'stored' | 'reinfused' | 'unused' {
  if (bags.some((bag) => bag.state === 'collected')) return 'collected';
  if (bags.some((bag) => bag.state === 'stored' || bag.state === 'held')) return 'stored';
  return bags.some((bag) => bag.state === 'reinfused') ? 'reinfused' : 'unused';
}

function ownBags(bags: readonly AutologousBag[], bagIds: readonly string[]) {
  const chosen = bags.filter(({ id }) => bagIds.includes(id));
  const isTwice = new Set(bagIds).size !== bagIds.length;
  const violations: Violation[] = [];
  if (chosen.length !== new Set(bagIds).size) violations.push({ code: 'autologous.not_its_bag', path: 'bagIds' });
  if (isTwice) violations.push({ code: 'autologous.listed_twice', path: 'bagIds' });
  return { chosen, violations };
}

/** Into a place of the house that is in use, within its temperatures and of the product's class; bags that are collected or stored, and not expired. */
export function checkStoring(
  record: Standing,
  bagIds: readonly string[],
  {
    bags,
    place,
    code,
    now,
  }: {
    readonly bags: readonly AutologousBag[];
    readonly place: StoragePlace | undefined;
    readonly code: string;
    readonly now: Date;
  },
): Violation[] {
  const violations = refuseState(record, ['collected', 'stored'], 'autologous.not_to_store');
  const own = ownBags(bags, bagIds);
  violations.push(...own.violations);
  const path = 'place';
  if (place?.state !== 'active') violations.push({ code: 'autologous.place_unknown', path, facts: { code } });
  else if (place.isLastOut) violations.push({ code: 'autologous.place_out', path, facts: { code } });
  for (const bag of own.chosen) {
    const facts = { bagNo: bag.bagNo, state: bag.state };
    if (isExpired(bag.expiresAt, now)) violations.push({ code: 'autologous.expired', path: 'bagIds', facts });
    else if (!isLiveBag(bag)) violations.push({ code: 'autologous.bag_ended', path: 'bagIds', facts });
    else if (bag.state === 'held') violations.push({ code: 'autologous.bag_held', path: 'bagIds', facts });
    if (place && place.placeClass !== productOf(bag.product).placeClass)
      violations.push({ code: 'autologous.place_unfit', path, facts: { ...facts, code } });
  }
  return violations;
}

/** The number in the hospital behind a wristband or what was typed. */
export function mrnOf(code: string): string {
  const text = normaliseScan(code);
  return text.startsWith(patientPrefix) ? text.slice(patientPrefix.length) : text;
}

export function isOfPatient(code: string, mrn: string): boolean {
  return mrnOf(code) === normaliseScan(mrn);
}

/** What was scanned, as the house knows it. Null: no bag of this house. */
export interface ScannedBag extends AutologousBag {
  readonly patientId: string;
  readonly transfusionId: string;
}

export interface ReinfusionFacts {
  readonly now: Date;
  readonly patient: { readonly id: string; readonly mrn: string };
  readonly transfusionId: string;
  readonly collectedMl: number;
  readonly keepUntil: Date | null;
  /** By the code as it was sent. */
  readonly scanned: ReadonlyMap<string, ScannedBag | null>;
}

/** Why this bag may not be given back to this patient, or null; the scan at the bed and the command ask the same. An expired bag is given to nobody, and nobody may override it. */
export function refusalOfBag(
  code: string,
  bag: ScannedBag | null,
  { now, patient, transfusionId }: Pick<ReinfusionFacts, 'now' | 'patient' | 'transfusionId'>,
): Violation | null {
  const path = 'bagNos';
  const bagNo = normaliseScan(code);
  const read = readAutologousBagNo(bagNo);
  if (!read) return { code: 'autologous.no_label', path, facts: { bagNo } };
  if (!read.isChecked) return { code: 'autologous.misread', path, facts: { bagNo } };
  if (!bag) return { code: 'autologous.bag_unknown', path, facts: { bagNo } };
  if (bag.patientId !== patient.id) return { code: 'autologous.bag_of_other', path, facts: { bagNo } };
  if (bag.transfusionId !== transfusionId) return { code: 'autologous.bag_of_other_record', path, facts: { bagNo } };
  if (bag.state === 'expired' || (isLiveBag(bag) && isExpired(bag.expiresAt, now)))
    return { code: 'autologous.expired', path, facts: { bagNo } };
  if (bag.state === 'collected') return { code: 'autologous.not_stored', path, facts: { bagNo } };
  if (bag.state === 'held')
    return { code: 'autologous.bag_held', path, facts: { bagNo, reason: bag.holdReason ?? '' } };
  if (bag.state !== 'stored') return { code: 'autologous.bag_ended', path, facts: { bagNo, state: bag.state } };
  return null;
}

/**
 * Given back to the patient whose it is, and to nobody else: the wristband is the record's patient's, each bag is that patient's and of this record, stored and in
 * date. Of a haemodilution within its hours; never more than was got. Hours [unsourced: default].
 */
export function checkReinfusion(
  record: Standing,
  input: Omit<ReinfuseAutologousInput, 'second'>,
  facts: ReinfusionFacts,
): Violation[] {
  const isPredeposit = record.type === 'predeposit';
  const violations = refuseState(
    record,
    isPredeposit ? ['collected', 'stored'] : ['collected'],
    'autologous.not_to_reinfuse',
  );
  if (!isOfPatient(input.patientCode, facts.patient.mrn))
    violations.push({
      code: 'autologous.wrong_patient',
      path: 'patientCode',
      facts: { mrn: facts.patient.mrn, scanned: mrnOf(input.patientCode) },
    });
  if (isPredeposit) {
    if (input.bagNos.length === 0) violations.push({ code: 'autologous.bags_missing', path: 'bagNos' });
    if (input.volumeMl !== null) violations.push({ code: 'autologous.volume_of_bags', path: 'volumeMl' });
    const codes = input.bagNos.map(normaliseScan);
    if (new Set(codes).size !== codes.length) violations.push({ code: 'autologous.listed_twice', path: 'bagNos' });
    for (const code of new Set(input.bagNos)) {
      const refusal = refusalOfBag(code, facts.scanned.get(code) ?? null, facts);
      if (refusal) violations.push(refusal);
    }
    return violations;
  }
  if (input.bagNos.length > 0) violations.push({ code: 'autologous.no_bags', path: 'bagNos' });
  if (input.volumeMl === null) violations.push({ code: 'autologous.volume_missing', path: 'volumeMl' });
  else if (input.volumeMl > facts.collectedMl)
    violations.push({
      code: 'autologous.more_than_collected',
      path: 'volumeMl',
      facts: { collected: facts.collectedMl },
    });
  if (facts.keepUntil && facts.now.getTime() >= facts.keepUntil.getTime())
    violations.push({ code: 'autologous.hours_over', facts: { hours: haemodilutionHours } });
  return violations;
}

/** Bags that nobody gives back are thrown away: any that was not given and not thrown away yet, of a record in whatever state. */
export function checkDiscard(record: Standing, bagIds: readonly string[], bags: readonly AutologousBag[]): Violation[] {
  const own = ownBags(bags, bagIds);
  return [
    ...(record.type === 'predeposit' ? [] : [{ code: 'autologous.no_bags', path: 'bagIds' }]),
    ...own.violations,
    ...own.chosen.flatMap(({ bagNo, state }): Violation[] =>
      state === 'reinfused' || state === 'discarded'
        ? [{ code: 'autologous.bag_ended', path: 'bagIds', facts: { bagNo, state } }]
        : [],
    ),
  ];
}

/** What two people may take back: of this record a bag that was given, or one that was thrown away; of what is kept in no bag the reinfusion. Not once it was evaluated or voided. */
export function checkUndo(
  record: Standing & { readonly reinfusedMl: number },
  { what, bagIds }: Pick<UndoAutologousInput, 'what' | 'bagIds'>,
  bags: readonly AutologousBag[],
): Violation[] {
  const from: readonly AutologousState[] =
    what === 'reinfuse'
      ? ['collected', 'stored', 'reinfused']
      : ['collected', 'stored', 'reinfused', 'unused', 'cancelled'];
  const violations = refuseState(record, from, 'autologous.not_to_undo');
  if (record.type !== 'predeposit') {
    if (bagIds.length > 0) violations.push({ code: 'autologous.no_bags', path: 'bagIds' });
    if (what === 'discard' || record.reinfusedMl === 0)
      violations.push({ code: 'autologous.nothing_to_undo', facts: { no: record.no } });
    return violations;
  }
  if (bagIds.length === 0) violations.push({ code: 'autologous.bags_missing', path: 'bagIds' });
  const own = ownBags(bags, bagIds);
  const wanted = what === 'reinfuse' ? 'reinfused' : 'discarded';
  return [
    ...violations,
    ...own.violations,
    ...own.chosen.flatMap(({ bagNo, state }): Violation[] =>
      state === wanted ? [] : [{ code: 'autologous.not_so', path: 'bagIds', facts: { bagNo, state } }],
    ),
  ];
}

/** From hold back to the store, by two who say on what ground: bags of this record that are held and in date. */
export function checkRelease(
  record: Standing,
  bagIds: readonly string[],
  { bags, now }: { readonly bags: readonly AutologousBag[]; readonly now: Date },
): Violation[] {
  const own = ownBags(bags, bagIds);
  return [
    ...refuseState(record, ['collected', 'stored', 'cancelled'], 'autologous.not_to_release'),
    ...own.violations,
    ...own.chosen.flatMap((bag): Violation[] => {
      const facts = { bagNo: bag.bagNo, state: bag.state };
      if (isExpired(bag.expiresAt, now)) return [{ code: 'autologous.expired', path: 'bagIds', facts }];
      return bag.state === 'held' ? [] : [{ code: 'autologous.not_so', path: 'bagIds', facts }];
    }),
  ];
}

/** Bags whose time comes within this many days are marked in the list and counted in the overview. [unsourced: default] */
export const expiryWarningDays = 7;

export function expiresSoon(expiresAt: Date, now: Date): boolean {
  return expiresAt.getTime() - now.getTime() <= expiryWarningDays * dayMs;
}

export function checkEvaluation(record: Standing): Violation[] {
  return refuseState(record, ['reinfused'], 'autologous.not_to_evaluate');
}

export function checkModification(record: Standing): Violation[] {
  return refuseState(record, ['planned', 'collected', 'stored', 'reinfused'], 'autologous.not_to_modify');
}

/** Bags in the store stay there until two people have thrown them away: nobody gives back what belongs to a cancelled record. */
export function checkCancel(record: Standing, bags: readonly Pick<AutologousBag, 'state'>[]): Violation[] {
  return [
    ...refuseState(record, ['planned', 'collected', 'stored'], 'autologous.not_to_cancel'),
    ...(bags.some(({ state }) => state === 'reinfused')
      ? [{ code: 'autologous.given_already', facts: { no: record.no } }]
      : []),
  ];
}

/** An entry that should never have been made, of which no bag is about and none was given. */
export function checkVoid(record: Standing, bags: readonly Pick<AutologousBag, 'state'>[]): Violation[] {
  const { no, state } = record;
  if (state === 'void') return [{ code: 'autologous.already_void', facts: { no } }];
  return [
    ...(bags.some((bag) => bag.state === 'reinfused') ? [{ code: 'autologous.given_already', facts: { no } }] : []),
    ...(bags.some((bag) => isLiveBag(bag) || bag.state === 'expired')
      ? [{ code: 'autologous.bags_about', facts: { no } }]
      : []),
  ];
}

const nurseRoles: readonly Role[] = ['nurse', 'physician', 'senior_physician', 'technician', 'reviewer'];
const storeRoles: readonly Role[] = ['technician', 'reviewer'];

/** The second at the chair or the bed: whoever may stand there, and somebody else than who is signed in. */
export const refuseNurse = refuseSecondOf(nurseRoles);
/** The second of a discard is of the blood bank, as of any bag. */
export const refuseDiscardSecond = refuseSecondOf(storeRoles);

interface SecondFacts {
  readonly now: Date;
  readonly acting: SecondSigner;
  readonly second: SecondSigner | null;
  readonly isSingleDutyAllowed: boolean;
}

/** Two people throw a bag away; the second by telephone only with one on duty, within the last hour. [unsourced: default] */
export function checkDiscardSecond(
  by: 'token' | 'phone' | undefined,
  calledAt: Date | undefined,
  { now, acting, second, isSingleDutyAllowed }: SecondFacts,
): Violation[] {
  const violations: Violation[] = [];
  const refuse = (code: string) => violations.push({ code, path: 'second' });
  if (!second) refuse('signature.second_missing');
  else violations.push(...refuseDiscardSecond(second, acting.personId));
  if (by === 'phone') {
    const age = now.getTime() - (calledAt?.getTime() ?? 0);
    if (!isSingleDutyAllowed) refuse('autologous.phone_not_allowed');
    if (age < 0 || age > phoneWithinMs) refuse('autologous.phone_time');
  }
  return violations;
}
