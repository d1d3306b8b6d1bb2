import { findTyping } from '../blood/compatibility-antibodies';
import type { Modifier } from '../blood/compatibility-types';
import { findComponent, modifiersOf } from '../blood/components';
import { isExpired } from '../blood/expiry';
import type { AboGroup, Rhd } from '../blood/groups';
import type { Violation } from '../result';
import { type BoxedBag, closingRange, judgeClosing } from '../stock/boxes';
import { openSlots } from '../stock/slots';
import type { Priority } from './kinds';
import { type LineFigures, owedOf } from './order-state';
import { amountStep, isUnusual, largestAmount, type Proposal } from './proposal';
import type { AnsweredLine, DeliverySlot, OrderBox, OrderInput, OrderLineInput } from './schema';

export interface OrderFacts {
  readonly now: Date;
  readonly timeZone: string;
  /** Null: no such station, or out of use. */
  readonly station: { readonly id: string; readonly slots: readonly DeliverySlot[] } | null;
  /** Of the patients asked for, those that this hospital has, with their names. */
  readonly patients: ReadonlyMap<string, string>;
}

const minuteMs = 60_000;

type AskedOfBag = Pick<OrderLineInput, 'component' | 'abo' | 'rhd' | 'patientId'> & {
  readonly modifiers: readonly string[];
  readonly antigensNegative: readonly string[];
};

/** Component, group and what is asked of the bag: a line that stays this is the same one, whatever else of it changes. */
export function lineOf({ component, abo, rhd, modifiers, antigensNegative, patientId }: AskedOfBag): string {
  return [component, abo, rhd, [...modifiers].sort(), [...antigensNegative].sort(), patientId ?? ''].join('|');
}

/** The same line twice: in words too. */
const lineKey = (line: OrderLineInput) => `${lineOf(line)}|${line.words}`;

/**
 * What forbids this order; empty when it may go. Every fault at once, each on its line: a component not in force, an amount that no bags make
 * (0.5 U, 10 ml, 1 dose), the same line twice, a patient of no record here; a time gone by; a slot that the station does not run, or whose last
 * moment is past. What is urgent or threatens a life is bound to no slot, and its time may be now. [unsourced: default]
 */
export function checkOrder(input: OrderInput, facts: OrderFacts): Violation[] {
  const violations: Violation[] = [];
  const { station, now } = facts;
  if (!station) violations.push({ code: 'order.station_unknown', path: 'stationId' });
  // The station reads the words, and hears of no patient.
  const isNamed = (text: string) => [...facts.patients.values()].some((name) => name.length > 1 && text.includes(name));
  const seen = new Map<string, number>();
  input.lines.forEach((line, index) => {
    const path = `lines.${index}`;
    const component = findComponent(line.component, now);
    if (!component) violations.push({ code: 'order.component_unknown', path: `${path}.component` });
    else if (line.amount % amountStep(component) !== 0)
      violations.push({
        code: 'order.amount_uneven',
        path: `${path}.amount`,
        facts: { step: amountStep(component) / 100, unit: component.unit },
      });
    if (component && line.amount > largestAmount(component))
      violations.push({
        code: 'order.amount_too_large',
        path: `${path}.amount`,
        facts: { most: largestAmount(component) / 100, unit: component.unit },
      });
    const twin = seen.get(lineKey(line));
    if (twin === undefined) seen.set(lineKey(line), index + 1);
    else violations.push({ code: 'order.line_twice', path: `${path}.component`, facts: { line: index + 1, twin } });
    if (line.patientId !== null && !facts.patients.has(line.patientId))
      violations.push({ code: 'order.patient_unknown', path: `${path}.patientId` });
    if (isNamed(line.words)) violations.push({ code: 'order.words_name_patient', path: `${path}.words` });
  });
  if (isNamed(input.remark)) violations.push({ code: 'order.words_name_patient', path: 'remark' });
  if (input.neededAt.getTime() < now.getTime() - minuteMs && input.priority !== 'life_threatening')
    violations.push({ code: 'order.time_past', path: 'neededAt' });
  if (station && input.priority === 'routine' && input.deliveryMethod === 'slot') {
    const open = openSlots(station.slots, now, facts.timeZone);
    if (!open.some(({ arrivesAt }) => arrivesAt.getTime() === input.neededAt.getTime()))
      violations.push({ code: open.length === 0 ? 'order.no_slots' : 'order.slot_closed', path: 'neededAt' });
  }
  return violations;
}

/** A line with what is proposed for its cell; null: nothing is, as for one patient. */
type ProposedLine = Pick<OrderLineInput, 'component' | 'amount'> & { readonly proposal: Proposal | null };

/** Lines far beyond what the house uses: sent once somebody has said that they are meant. What is pressing is asked nothing. */
export function checkUsual(
  input: Pick<OrderInput, 'priority' | 'areAmountsConfirmed'>,
  lines: readonly ProposedLine[],
  now: Date,
): Violation[] {
  if (input.priority !== 'routine' || input.areAmountsConfirmed) return [];
  return lines.flatMap(({ component: code, amount, proposal }, index) => {
    const component = findComponent(code, now);
    if (!component || !isUnusual(component, amount, proposal)) return [];
    const facts = {
      line: index + 1,
      amount: amount / 100,
      proposed: (proposal?.amount ?? 0) / 100,
      unit: component.unit,
    };
    return [{ code: 'order.amount_unusual', path: `lines.${index}.amount`, facts }];
  });
}

export interface AnswerFacts {
  readonly now: Date;
  /** City day, `2026-11-23`. */
  readonly today: string;
  readonly lines: readonly {
    readonly id: string;
    readonly lineNo: number;
    readonly component: string;
    readonly amount: number;
  }[];
}

/**
 * What forbids this answer: every line is answered once, in full (now + later + not = ordered), in amounts that bags make, what comes later has its day from today on, what does not
 * come its reason; an order of which nothing comes is sent back as a whole instead.
 */
export function checkAnswer(answered: readonly AnsweredLine[], { now, today, lines }: AnswerFacts): Violation[] {
  const violations: Violation[] = [];
  for (const { id, lineNo, component: code, amount } of lines) {
    const component = findComponent(code, now);
    const index = answered.findIndex((one) => one.lineId === id);
    const answer = answered[index];
    const at = (field: string) => `lines.${index}.${field}`;
    const facts = { line: lineNo };
    if (!answer || answered.filter((one) => one.lineId === id).length > 1) {
      violations.push({ code: 'order.line_unanswered', path: 'lines', facts });
      continue;
    }
    if (answer.now + answer.later + answer.declined !== amount)
      violations.push({ code: 'order.answer_uneven', path: at('now'), facts });
    else if (component && [answer.now, answer.later].some((part) => part % amountStep(component) !== 0))
      violations.push({
        code: 'order.amount_uneven',
        path: at('now'),
        facts: { step: amountStep(component) / 100, unit: component.unit },
      });
    if (answer.later > 0 && answer.laterOn === null)
      violations.push({ code: 'order.later_without_day', path: at('laterOn'), facts });
    if (answer.later > 0 && answer.laterOn !== null && answer.laterOn < today)
      violations.push({ code: 'order.later_past', path: at('laterOn'), facts });
    if (answer.declined > 0 && answer.declineCode === null)
      violations.push({ code: 'order.decline_without_reason', path: at('declineCode'), facts });
  }
  if (answered.some(({ lineId }) => !lines.some(({ id }) => id === lineId)))
    violations.push({ code: 'order.line_unknown', path: 'lines' });
  if (violations.length === 0 && answered.every((one) => one.now + one.later === 0))
    violations.push({ code: 'order.nothing_given', path: 'lines' });
  return violations;
}

export interface PromisedPlace {
  readonly id: string;
  readonly lineNo: number;
  /** Component and group; lines of one place share its shelf. */
  readonly place: string;
}

export interface BeyondShelf {
  readonly lineNo: number;
  readonly lineId: string;
  /** Of the place, in hundredths: what lies on the shelf, and what was promised for now. */
  readonly here: number;
  readonly promised: number;
}

/** Where more is promised for now than lies on the station's shelf: one for each place, at its last line. `shelf`: hundredths by place, usable now. */
export function beyondShelf(
  answered: readonly Pick<AnsweredLine, 'lineId' | 'now'>[],
  lines: readonly PromisedPlace[],
  shelf: ReadonlyMap<string, number>,
): BeyondShelf[] {
  const places = new Map<string, BeyondShelf>();
  for (const { id, lineNo, place } of lines) {
    const now = answered.find(({ lineId }) => lineId === id)?.now ?? 0;
    if (now <= 0) continue;
    const promised = (places.get(place)?.promised ?? 0) + now;
    places.set(place, { lineNo, lineId: id, here: shelf.get(place) ?? 0, promised });
  }
  return [...places.values()].filter(({ here, promised }) => promised > here);
}

/** Blood may come in before the lorry leaves: more than the shelf holds is promised by whoever says why. [unsourced: default] */
export function checkPromise(
  answered: readonly AnsweredLine[],
  lines: readonly PromisedPlace[],
  shelf: ReadonlyMap<string, number>,
  reason: string,
): Violation[] {
  if (reason.trim().length >= shortestReason) return [];
  return beyondShelf(answered, lines, shelf).map(({ lineNo, lineId, here, promised }) => ({
    code: 'order.beyond_shelf',
    path: `lines.${answered.findIndex((one) => one.lineId === lineId)}.now`,
    facts: { line: lineNo, here: here / 100, promised: promised / 100 },
  }));
}

/** As long as a reason must be to be one. */
export const shortestReason = 2;

/**
 * What forbids closing these boxes, beside `checkBoxes`: one that was not measured; one that is not as its class is stored. What presses may leave so with a
 * reason, as long as its bags may travel so; beyond that nothing leaves. [unsourced: default]
 */
export function checkClosing(
  boxes: readonly OrderBox[],
  lines: readonly { readonly boxNo: number; readonly bag: BoxedBag | undefined }[],
  priority: Priority,
): Violation[] {
  return boxes.flatMap(({ boxNo, temperatureClass, packedAtCelsius, offReason }, index): Violation[] => {
    const path = `boxes.${index}.packedAtCelsius`;
    if (packedAtCelsius === null) return [{ code: 'order.box_unmeasured', path, facts: { boxNo } }];
    const transports = lines.flatMap((line) => (line.boxNo === boxNo && line.bag ? [line.bag.transport] : []));
    if (judgeClosing(packedAtCelsius, temperatureClass, transports) !== 'off') return [];
    const range = closingRange(temperatureClass, transports);
    const facts = { boxNo, celsius: packedAtCelsius, minC: range?.minC ?? null, maxC: range?.maxC ?? null };
    if (priority === 'routine') return [{ code: 'order.box_not_cooled', path, facts }];
    return offReason.length >= shortestReason ? [] : [{ code: 'order.box_needs_reason', path, facts }];
  });
}

export interface PickedLine extends LineFigures {
  readonly lineNo: number;
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly modifiers: readonly Modifier[];
  readonly antigensNegative: readonly string[];
}

export interface PickableBag {
  readonly id: string;
  readonly donationNo: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  readonly amount: number;
  readonly modifiers: readonly Modifier[];
  readonly antigens: readonly string[];
  readonly intendedUse: string;
  readonly state: string;
  readonly isHere: boolean;
  readonly expiresAt: Date;
}

/**
 * What forbids picking these bags for a line, bag by bag: not on the shelf, expired, listed twice, for another person by its label; another
 * component or group than ordered, never "compatible"; lacking what the line asks; an antigen that must be absent present or untyped;
 * nothing owed any more, or nothing before the day that was promised. The last bag may be larger than what is owed.
 * @param due of what is owed, what may be picked today; all of it when somebody picks early on purpose.
 */
export function checkPick(
  line: PickedLine,
  bags: readonly PickableBag[],
  unitIds: readonly string[],
  now: Date,
  due: number = owedOf(line),
): Violation[] {
  const violations: Violation[] = [];
  const owed = owedOf(line);
  let left = Math.min(owed, due);
  const seen = new Set<string>();
  unitIds.forEach((unitId, index) => {
    const path = `unitIds.${index}`;
    const bag = bags.find(({ id }) => id === unitId);
    if (!bag) {
      violations.push({ code: 'unit.unknown', path });
      return;
    }
    const facts = { donationNo: bag.donationNo, line: line.lineNo };
    const found = faultOf(line, bag, now);
    if (seen.has(unitId)) violations.push({ code: 'unit.listed_twice', path, facts });
    else if (found) violations.push({ code: found.code, path, facts: { ...facts, ...found.facts } });
    else if (left <= 0) violations.push({ code: owed > due ? 'order.not_due' : 'order.nothing_owed', path, facts });
    else left -= bag.amount;
    seen.add(unitId);
  });
  return violations;
}

/** How much a line asks of a bag beside component and group: the more, the sooner a bag that fits is its; of equals a patient's before the shelf's. */
export function askedOf(line: {
  readonly isForPatient: boolean;
  readonly modifiers: readonly string[];
  readonly antigensNegative: readonly string[];
}): number {
  return line.modifiers.length + line.antigensNegative.length + (line.isForPatient ? 0.5 : 0);
}

/** The first reason why a bag cannot be picked for a line, or null. */
export function faultOf(
  line: Pick<PickedLine, 'component' | 'abo' | 'rhd' | 'modifiers' | 'antigensNegative'>,
  bag: PickableBag,
  now: Date,
): { code: string; facts?: Record<string, string> } | null {
  if (!bag.isHere) return { code: 'unit.elsewhere' };
  if (isExpired(bag.expiresAt, now)) return { code: 'unit.expired' };
  if (bag.state === 'reserved') return { code: 'order.bag_taken' };
  if (bag.state !== 'available') return { code: 'unit.not_movable', facts: { state: bag.state } };
  if (bag.abo !== line.abo || bag.rhd !== line.rhd) return { code: 'order.group_differs' };
  if (bag.component !== line.component) return { code: 'order.component_differs' };
  if (!['allogeneic', 'default'].includes(bag.intendedUse)) return { code: 'order.bag_for_another' };
  const has = modifiersOf(findComponent(bag.component, now), bag.modifiers);
  const lacking = line.modifiers.filter((modifier) => !has.includes(modifier));
  if (lacking.length > 0) return { code: 'order.modifier_missing', facts: { modifiers: lacking.join(',') } };
  const untyped = line.antigensNegative.filter((antigen) => findTyping(bag, antigen) !== 'absent');
  if (untyped.length > 0) return { code: 'order.antigen_present', facts: { antigens: untyped.join(', ') } };
  return null;
}
