import type { ProductMapping } from '../blood/barcodes/products';
import type { Modifier } from '../blood/compatibility-types';
import type { ComponentCode } from '../blood/component-catalogue';
import { findComponent, modifiersOf } from '../blood/components';
import { expiryAfter, findExpiryRule, isExpired, isTooLateToProcess } from '../blood/expiry';
import type { Role } from '../permissions';
import type { Violation } from '../result';
import { refuseSecondOf, type SecondSigner } from '../stock/second';
import { kindOf, type ProcessingName, processingHold } from './kinds';
import { componentMade, divisionsAfter, isDivisible, productCodeMade } from './products';
import type { EndedBag } from './schema';

/** A bag as a processing sees it. */
export interface ProcessableBag {
  readonly id: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly labelScheme: string;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly amount: number;
  readonly modifiers: readonly string[];
  readonly processedAs: readonly string[];
  readonly state: string;
  readonly holdReason: string | null;
  /** Held by this organisation. */
  readonly isHere: boolean;
  readonly collectedAt: Date | null;
  readonly expiresAt: Date;
  /** What its label says it is for: autologous, designated, a directed donation. */
  readonly intendedUse: string;
  /** Whom it is kept for; null: nobody. */
  readonly reservedPatientId: string | null;
}

export interface SecondFacts {
  readonly now: Date;
  readonly acting: SecondSigner;
  /** Null: nobody, or a staff number that nobody has. */
  readonly second: SecondSigner | null;
  readonly isSingleDutyAllowed: boolean;
}

const phoneWithinMs = 60 * 60_000;
const secondRoles: readonly Role[] = ['technician', 'reviewer'];

interface How {
  readonly kind: ProcessingName;
  /** Asked of a division, and of nothing else. */
  readonly isOpenSystem?: boolean | undefined;
}

/**
 * Why this bag may not be processed by this kind, or null; the scan and the command ask the same function. Refusals: not here; expired; on hold
 * or gone; kept for a delivery or another hospital; in another processing; a component that the kind is not for; done to it already; irradiation too late after collection, or of a
 * bag whose collection nobody knows; a division of a label that has no place for one; a thaw or a wash
 * that nothing can come of. What has been done already is as old as it was then (`doneAt`); all else is asked of now. Source: src/domain/blood/expiry.ts; once for each kind [unsourced: default].
 */
export function refusalOfBag(how: How, bag: ProcessableBag, at: Date, doneAt: Date = at): Violation | null {
  const { kind } = how;
  const facts = { donationNo: bag.donationNo, state: bag.state, kind };
  if (!bag.isHere) return { code: 'unit.elsewhere', facts };
  if (bag.state === 'quarantined')
    return { code: bag.holdReason === processingHold ? 'processing.busy' : 'processing.on_hold', facts };
  if (bag.state !== 'available' && bag.state !== 'reserved') return { code: 'unit.not_movable', facts };
  // Kept, and for no patient here: a delivery is picked, or another hospital has taken it.
  if (bag.state === 'reserved' && bag.reservedPatientId === null) return { code: 'processing.promised', facts };
  if (isExpired(bag.expiresAt, at)) return { code: 'unit.expired', facts };
  const component = findComponent(bag.component, at);
  const { expiry, mark, makes } = kindOf(kind);
  const componentClass = component?.componentClass ?? 'other';
  const isFitting = makes === 'parts' ? component !== undefined : findExpiryRule(expiry, componentClass) !== undefined;
  if (!isFitting || componentMade(kind, bag.component, componentClass) === null)
    return { code: 'processing.wrong_class', facts: { ...facts, component: bag.component } };
  if (isDoneAlready(mark, bag) || (mark === 'irradiated' && component?.isIrradiated))
    return { code: 'processing.done_already', facts };
  if (makes === 'parts' && !isDivisible(bag.productCode))
    return { code: 'processing.not_divisible', facts: { ...facts, productCode: bag.productCode } };
  if ((makes === 'parts' || makes === 'pool') && isFrozenStill(bag, at))
    return { code: 'processing.thaw_first', facts };
  return refusalByAge(how, bag, doneAt, facts);
}

function isDoneAlready(mark: string, { processedAs, modifiers }: ProcessableBag): boolean {
  return processedAs.includes(mark) || modifiers.includes(mark);
}

/** Frozen blood that nobody has thawed yet: it is in one piece of ice. */
function isFrozenStill({ component, processedAs }: ProcessableBag, at: Date): boolean {
  return findComponent(component, at)?.temperatureClass === 'frozen' && !processedAs.includes('thawed');
}

function refusalByAge(
  { kind }: How,
  { component, collectedAt }: ProcessableBag,
  at: Date,
  facts: Violation['facts'],
): Violation | null {
  const { expiry } = kindOf(kind);
  const componentClass = findComponent(component, at)?.componentClass ?? 'other';
  const days = findExpiryRule(expiry, componentClass)?.latestDaysAfterCollection;
  if (days === undefined) return null;
  if (!collectedAt) return { code: 'processing.collection_unknown', facts: { ...facts, days } };
  return isTooLateToProcess(expiry, componentClass, collectedAt, at)
    ? { code: 'processing.too_late', facts: { ...facts, days } }
    : null;
}

/** What forbids the start: bags listed twice or refused by themselves; a pool of one, of several groups, components or intended uses, or for several patients; a start in the future; a division of which nobody said whether the system was opened. */
export function checkStart(
  how: How & { readonly unitIds: readonly string[]; readonly startedAt?: Date | undefined; readonly end?: unknown },
  { bags, now }: { readonly bags: readonly ProcessableBag[]; readonly now: Date },
): Violation[] {
  const known = new Map(bags.map((bag) => [bag.id, bag]));
  const seen = new Set<string>();
  const at = how.startedAt ?? now;
  const violations = how.unitIds.flatMap((unitId, index): Violation[] => {
    const path = `unitIds.${index}`;
    const bag = known.get(unitId);
    if (!bag) return [{ code: 'unit.unknown', path }];
    const isTwice = seen.has(unitId);
    seen.add(unitId);
    if (isTwice) return [{ code: 'unit.listed_twice', path, facts: { donationNo: bag.donationNo } }];
    const refusal = refusalOfBag(how, bag, now, how.end ? at : now);
    return refusal ? [{ ...refusal, path }] : [];
  });
  if (kindOf(how.kind).makes === 'parts' && how.isOpenSystem === undefined)
    violations.push({ code: 'processing.system_unsaid', path: 'isOpenSystem' });
  if (at.getTime() > now.getTime() + 60_000) violations.push({ code: 'processing.start_in_future', path: 'startedAt' });
  if (now.getTime() - at.getTime() > startedWithinMs)
    violations.push({ code: 'processing.start_long_ago', path: 'startedAt' });
  return [...violations, ...(kindOf(how.kind).makes === 'pool' ? checkPool(bags) : [])];
}

/** What was done more than a day ago is no processing that is being posted, but a mistake of the date. [unsourced: default] */
const startedWithinMs = 24 * 3_600_000;

/** Bags of one pool are of one group, component and intended use, and kept for one patient or for nobody. [unsourced: default] */
export function checkPool(bags: readonly ProcessableBag[]): Violation[] {
  const path = 'unitIds';
  const kinds = (of: (bag: ProcessableBag) => string) => new Set(bags.map(of)).size;
  return [
    ...(bags.length < 2 ? [{ code: 'processing.pool_of_one', path }] : []),
    ...(kinds((bag) => `${bag.abo} ${bag.rhd}`) > 1 ? [{ code: 'processing.pool_groups', path }] : []),
    ...(kinds((bag) => bag.component) > 1 ? [{ code: 'processing.pool_components', path }] : []),
    ...(kinds((bag) => bag.intendedUse) > 1 ? [{ code: 'processing.pool_uses', path }] : []),
    ...(kinds((bag) => bag.reservedPatientId ?? '') > 1 ? [{ code: 'processing.pool_patients', path }] : []),
  ];
}

export interface PlannedOutput {
  /** Ids of the bags it is made of, with how much of each. */
  readonly parents: readonly { readonly unitId: string; readonly amount: number }[];
  /** Null: the pool's own number. */
  readonly donationNo: string | null;
  readonly productCode: string;
  readonly component: ComponentCode;
  readonly amount: number;
  readonly modifiers: readonly string[];
  readonly processedAs: readonly string[];
  readonly expiresAt: Date;
}

export interface PlannedBag {
  readonly unitId: string;
  readonly outcome: EndedBag['outcome'];
  readonly loss: number;
  readonly expiresAt: Date;
  readonly modifiers: readonly string[];
  readonly processedAs: readonly string[];
}

export interface EndPlan {
  readonly bags: readonly PlannedBag[];
  readonly outputs: readonly PlannedOutput[];
}

export interface EndFacts {
  readonly bags: readonly ProcessableBag[];
  readonly products: readonly ProductMapping[];
  /** Of a division: product codes that bags of a donation number bear already, by this number. */
  readonly takenCodes?: ReadonlyMap<string, readonly string[]>;
  /** When it was done: expiries count from the start, for the time in the bath is time out of the freezer. */
  readonly startedAt: Date;
}

/**
 * What the end of a processing makes of its bags. Every bag that went in is answered for, once. In place: the earlier of the old expiry and the
 * kind's. A division: parts and the stated loss are the bag to the hundredth of its unit, at least two parts. A new product: what is left after
 * the loss, under the code of the product list. A pool: what is left of all, by all its bags together. A spoiled bag makes nothing; what has expired by the time it is posted is made all the same.
 * Conservation [unsourced: default]; expiries by src/domain/blood/expiry.ts, counted from the start.
 */
export function planEnd(
  how: How,
  ended: readonly EndedBag[],
  facts: EndFacts,
): { plan: EndPlan; violations: Violation[] } {
  const known = new Map(facts.bags.map((bag) => [bag.id, bag]));
  const violations: Violation[] = [];
  const answered = new Set(ended.map((bag) => bag.unitId));
  for (const bag of facts.bags)
    if (!answered.has(bag.id))
      violations.push({ code: 'processing.bag_unanswered', path: 'bags', facts: { donationNo: bag.donationNo } });
  const bags: PlannedBag[] = [];
  const outputs: PlannedOutput[] = [];
  const { makes } = kindOf(how.kind);
  for (const [index, line] of ended.entries()) {
    const path = `bags.${index}`;
    const bag = known.get(line.unitId);
    if (!bag) {
      violations.push({ code: 'processing.not_its_bag', path });
      continue;
    }
    if (ended.findIndex((other) => other.unitId === line.unitId) !== index) {
      violations.push({ code: 'unit.listed_twice', path, facts: { donationNo: bag.donationNo } });
      continue;
    }
    const fault = checkAmounts(makes, line, bag);
    if (fault) violations.push({ ...fault, path });
    const marked = markOf(how, bag, facts.startedAt);
    bags.push({ unitId: bag.id, outcome: line.outcome, loss: line.loss, ...marked });
    if (line.outcome === 'spoiled' || fault) continue;
    if (makes === 'parts') {
      const parts = partsOf(line, bag, marked, facts.takenCodes?.get(bag.donationNo) ?? []);
      if (parts) outputs.push(...parts);
      else violations.push({ code: 'processing.no_division_left', path, facts: { donationNo: bag.donationNo } });
    }
    if (makes === 'one') {
      const made = productMade(how, [bag], bag.amount - line.loss, facts.products, facts.startedAt);
      if ('code' in made) violations.push({ ...made, path });
      else
        outputs.push({
          ...made,
          ...marked,
          donationNo: bag.donationNo,
          parents: [{ unitId: bag.id, amount: bag.amount - line.loss }],
        });
    }
  }
  if (makes === 'pool') {
    const pool = poolOf(how, ended, facts, known);
    if (pool && 'code' in pool) violations.push(pool);
    else if (pool) outputs.push(pool);
  }
  return { plan: { bags, outputs }, violations };
}

function checkAmounts(makes: string, { parts, loss, outcome }: EndedBag, bag: ProcessableBag): Violation | null {
  const facts = { donationNo: bag.donationNo };
  if (outcome === 'spoiled') return parts.length > 0 || loss > 0 ? { code: 'processing.spoiled_parts', facts } : null;
  if (makes === 'parts') {
    if (parts.length < 2) return { code: 'processing.parts_missing', facts };
    const sum = parts.reduce((total, part) => total + part, 0) + loss;
    return sum === bag.amount
      ? null
      : { code: 'processing.parts_differ', facts: { ...facts, sum, amount: bag.amount, component: bag.component } };
  }
  if (parts.length > 0) return { code: 'processing.no_parts', facts };
  if (makes === 'same' && loss > 0) return { code: 'processing.no_loss', facts };
  return loss >= bag.amount ? { code: 'processing.nothing_left', facts } : null;
}

/** Expiry, modifiers and marks after this kind. A division in a closed system changes none of the life. */
export function markOf({ kind, isOpenSystem }: How, bag: ProcessableBag, at: Date) {
  const { expiry, mark, modifier, makes } = kindOf(kind);
  const component = findComponent(bag.component, at);
  const componentClass = component?.componentClass ?? 'other';
  const counts = makes !== 'parts' || isOpenSystem === true;
  // Under another component's name nothing says any more what the old one meant by itself.
  const isRenamed = makes === 'one' || makes === 'pool';
  const before = isRenamed ? modifiersOf(component, bag.modifiers as readonly Modifier[]) : bag.modifiers;
  return {
    expiresAt: counts ? expiryAfter(bag.expiresAt, componentClass, [{ kind: expiry, at }]) : bag.expiresAt,
    modifiers: [...new Set([...before, ...(modifier ? [modifier] : [])])],
    processedAs: [...new Set([...bag.processedAs, mark, ...(makes === 'parts' && isOpenSystem ? ['opened'] : [])])],
  };
}

/** The parts, under the codes after those that are borne already; null where there are not enough of them. */
function partsOf(
  { parts }: EndedBag,
  bag: ProcessableBag,
  marked: ReturnType<typeof markOf>,
  taken: readonly string[],
): PlannedOutput[] | null {
  const codes = divisionsAfter(bag.productCode, taken);
  if (codes.length < parts.length) return null;
  return parts.map((amount, index) => ({
    ...marked,
    parents: [{ unitId: bag.id, amount }],
    donationNo: bag.donationNo,
    productCode: codes[index] ?? '',
    component: bag.component as ComponentCode,
    amount,
  }));
}

function productMade(
  { kind }: How,
  [first, ...others]: readonly ProcessableBag[],
  amount: number,
  products: readonly ProductMapping[],
  at: Date,
): Violation | Pick<PlannedOutput, 'productCode' | 'component' | 'amount'> {
  const component =
    first && componentMade(kind, first.component, findComponent(first.component, at)?.componentClass ?? 'other');
  if (!first || !component)
    return {
      code: 'processing.wrong_class',
      facts: { donationNo: first?.donationNo ?? '', component: first?.component ?? '', kind },
    };
  const isSame = component === first.component && others.length === 0;
  const modifier = isSame ? kindOf(kind).modifier : undefined;
  const nominal = [first, ...others].reduce((sum, bag) => sum + bag.amount, 0);
  const isPool = others.length > 0;
  const productCode = productCodeMade(products, {
    component,
    amount,
    nominal,
    modifier,
    from: first.productCode,
    isPool,
  });
  if (productCode === undefined)
    return { code: 'processing.no_product', facts: { donationNo: first.donationNo, component } };
  return { productCode, component: component as ComponentCode, amount };
}

function poolOf(
  how: How,
  ended: readonly EndedBag[],
  { products, startedAt }: EndFacts,
  known: ReadonlyMap<string, ProcessableBag>,
): Violation | PlannedOutput | null {
  const fit = ended.flatMap((line) => {
    const bag = known.get(line.unitId);
    return bag && line.outcome === 'done' && line.loss < bag.amount ? [{ bag, left: bag.amount - line.loss }] : [];
  });
  if (fit.length === 0) return null;
  if (fit.length === 1) return { code: 'processing.pool_of_one', path: 'bags' };
  const amount = fit.reduce((sum, { left }) => sum + left, 0);
  const made = productMade(
    how,
    fit.map(({ bag }) => bag),
    amount,
    products,
    startedAt,
  );
  if ('code' in made) return { ...made, path: 'bags' };
  const marks = fit.map(({ bag }) => markOf(how, bag, startedAt));
  const shared = (of: (mark: (typeof marks)[number]) => readonly string[]) =>
    (marks[0] ? of(marks[0]) : []).filter((one) => marks.every((mark) => of(mark).includes(one)));
  return {
    ...made,
    donationNo: null,
    parents: fit.map(({ bag, left }) => ({ unitId: bag.id, amount: left })),
    // Only what is true of every bag is true of the pool; what was done to one of them was done to it.
    modifiers: shared((mark) => mark.modifiers),
    processedAs: [...new Set(marks.flatMap((mark) => mark.processedAs))],
    expiresAt: new Date(Math.min(...marks.map((mark) => mark.expiresAt.getTime()))),
  };
}

/** May this person check a processing? Another one than who is signed in, technician or reviewer of the house. */
export const refuseSecond = refuseSecondOf(secondRoles);

/** Two people for every end; the second by telephone only with one on duty, within the last hour. [unsourced: default] */
export function checkSecond(
  by: 'token' | 'phone' | undefined,
  calledAt: Date | undefined,
  facts: SecondFacts,
): Violation[] {
  const { now, acting, second, isSingleDutyAllowed } = facts;
  const violations: Violation[] = [];
  const refuse = (code: string) => violations.push({ code, path: 'second' });
  if (!second) refuse('signature.second_missing');
  else violations.push(...refuseSecond(second, acting.personId));
  if (by === 'phone') {
    const age = now.getTime() - (calledAt?.getTime() ?? 0);
    if (!isSingleDutyAllowed) refuse('processing.phone_not_allowed');
    if (age < 0 || age > phoneWithinMs) refuse('processing.phone_time');
  }
  return violations;
}

export interface VoidFacts {
  readonly no: string;
  readonly kind: ProcessingName;
  /** What it left: the same bags, or those it made. */
  readonly left: readonly {
    readonly donationNo: string;
    readonly state: string;
    readonly holdReason: string | null;
    readonly isHere: boolean;
    readonly isUntouched: boolean;
  }[];
}

const stockStates: readonly string[] = ['available', 'reserved', 'quarantined'];

/** A processing that should not have been posted is voided while everything it left stands here, as it left it, for nobody: on the shelf, or on hold because it had expired by it. */
export function checkVoid({ no, left }: VoidFacts): Violation[] {
  return left.flatMap(({ donationNo, state, holdReason, isHere, isUntouched }): Violation[] => {
    const facts = { no, donationNo, state };
    if (!isHere || !stockStates.includes(state)) return [{ code: 'processing.bag_gone', facts }];
    if (state === 'reserved') return [{ code: 'processing.bag_reserved', facts }];
    const isAsLeft = isUntouched && (state === 'available' || holdReason === 'expired');
    return isAsLeft ? [] : [{ code: 'processing.bag_moved', facts }];
  });
}
