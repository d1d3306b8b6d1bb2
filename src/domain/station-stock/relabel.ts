import { labelKey } from '../blood/bag-label';
import type { AboGroup, Rhd } from '../blood/groups';
import { formatGroup } from '../blood/groups';
import type { Role } from '../permissions';
import type { Violation } from '../result';
import { lastingReasons } from '../stock/holds';
import { refuseSecondOf, type SecondSigner } from '../stock/second';
import type { RelabelInput, RelabelLine } from './relabel-schema';
import { findGroupDisagreements, type ReleasedBag, type ReleaseFacts, readLabelledBag } from './rules';
import { type Sister, type SisterBag, sistersOf, sistersText } from './sisters';

/** A bag as it stands, with the label it bears. */
export interface RelabelledBag {
  readonly id: string;
  readonly labelScheme: 'isbt128' | 'codabar';
  readonly issuer: string;
  readonly donationNo: string;
  readonly productCode: string;
  readonly component: string;
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  /** Hundredths of the component's unit. */
  readonly amount: number;
  readonly modifiers: readonly string[];
  readonly intendedUse: string;
  readonly expiresAt: Date;
  readonly state: string;
  readonly holdReason: string | null;
  /** In this station's account; a bag on its way elsewhere still is held by it. */
  readonly isHere: boolean;
}

export interface RelabelFacts extends ReleaseFacts {
  readonly bags: readonly RelabelledBag[];
  /** Of the new labels those that a bag bears or once bore: the bag, by `labelKey`. */
  readonly bearers: ReadonlyMap<string, string>;
  /** Bags of the donations that the new labels name, but for those of the list itself. */
  readonly sisters: readonly SisterBag[];
  readonly acting: SecondSigner;
  /** Null: nobody signed. */
  readonly second: SecondSigner | null;
}

/** A bag with the label it takes. */
export interface Relabelled {
  readonly bag: RelabelledBag;
  readonly label: ReleasedBag;
}

const secondRoles: readonly Role[] = ['station_clerk'];

/** May this person check what another one has stuck? A clerk of the station, and not whoever is signed in. */
export const refuseChecker = refuseSecondOf(secondRoles);

/**
 * Why this bag takes no other label, or null; the scan and the command ask the same function. Refusals: not in this station's stock; on its way; kept
 * for an order; in a processing; recalled, to be discarded or spoiled; gone. An expired bag may be relabelled: that it expired is a fact.
 * Which states [unsourced: default].
 */
export function refusalOfRelabel(bag: RelabelledBag): Violation | null {
  const { donationNo, state, holdReason } = bag;
  const facts = { donationNo, productCode: bag.productCode };
  if (!bag.isHere) return { code: 'relabel.elsewhere', facts };
  if (state === 'in_transit') return { code: 'relabel.under_way', facts };
  if (state === 'reserved') return { code: 'relabel.reserved', facts };
  if (state === 'quarantined' && holdReason === 'processing') return { code: 'relabel.in_processing', facts };
  if (state === 'quarantined' && lastingReasons.some((reason) => reason === holdReason))
    return { code: 'relabel.held_for_good', facts: { ...facts, reason: holdReason } };
  return state === 'available' || state === 'quarantined' ? null : { code: 'relabel.gone', facts };
}

const minuteMs = 60_000;
const sameMinute = (one: Date, other: Date) =>
  Math.floor(one.getTime() / minuteMs) === Math.floor(other.getTime() / minuteMs);
const setOf = (words: readonly string[]) => [...new Set(words)].sort().join(' ');

/**
 * What the new label says otherwise than the bag is; empty: it is a label of this bag. Group and RhD to the letter; the use, where the bag has one on
 * record; the expiry to the minute; the product code another word for the same component, amount and modifiers; and not the label it bears.
 * A label names a bag and never changes what is in it. [unsourced: default]
 */
export function compareLabel(bag: RelabelledBag, label: ReleasedBag): Violation[] {
  const { donationNo } = bag;
  const violations: Violation[] = [];
  const refuse = (code: string, path: string, facts: Violation['facts'] = {}) =>
    violations.push({ code, path, facts: { donationNo, ...facts } });
  if (labelKey(bag) === labelKey(label)) refuse('relabel.same_label', 'donation');
  if (bag.abo !== label.abo || bag.rhd !== label.rhd)
    refuse('relabel.group_differs', 'group', {
      group: formatGroup(bag.abo, bag.rhd),
      other: formatGroup(label.abo, label.rhd),
    });
  if (bag.intendedUse !== 'default' && bag.intendedUse !== label.intendedUse) refuse('relabel.use_differs', 'group');
  if (!sameMinute(bag.expiresAt, label.expiresAt))
    refuse('relabel.expiry_differs', 'expiresAt', {
      expiresAt: bag.expiresAt.toISOString(),
      other: label.expiresAt.toISOString(),
    });
  if (
    bag.component !== label.component ||
    bag.amount !== label.amount ||
    setOf(bag.modifiers) !== setOf(label.modifiers)
  )
    refuse('relabel.product_differs', 'productCode', { productCode: label.productCode, other: bag.productCode });
  return violations;
}

/**
 * Every bag with its new label, and what forbids it, all at once with the line it stands in. Refused: a bag that is unknown, listed twice, bears
 * another label by now, or may take none (`refusalOfRelabel`); a label that cannot be read (`readLabelledBag`) or says otherwise than the bag is
 * (`compareLabel`); a label that another bag bears or ever bore, or that the list gives to two; two bags that would swap; two groups for one
 * donation within the list; other bags of the donation than those that were seen and signed; a missing or wrong checker. That a bag of the donation
 * outside the list has another group is seen and signed, and refuses nothing. Back to a label that the bag itself once bore is allowed: that is how a mistake is mended.
 */
export function checkRelabel(
  { lines, second }: Pick<RelabelInput, 'lines' | 'second'>,
  facts: RelabelFacts,
): { relabelled: Relabelled[]; violations: Violation[] } {
  const { relabelled, places, violations } = readRelabelled(lines, facts);
  const labels = relabelled.map(({ label }) => label);
  const taken = new Map<string, string>();
  relabelled.forEach(({ bag, label }, index) => {
    const place = `lines.${places[index]}`;
    const key = labelKey(label);
    const about = { donationNo: label.donationNo, productCode: label.productCode };
    const bearer = facts.bearers.get(key);
    const isSwapped = relabelled.some(
      ({ bag: other, label: others }) =>
        other.id !== bag.id && labelKey(other) === key && labelKey(others) === labelKey(bag),
    );
    const path = `${place}.label.donation`;
    if (isSwapped) violations.push({ code: 'relabel.swapped', path, facts: about });
    else if (bearer !== undefined && bearer !== bag.id)
      violations.push({ code: 'relabel.label_taken', path, facts: about });
    else violations.push(...sistersChanged(label, lines[places[index] ?? index]?.sisters ?? [], facts.sisters, place));
    if (taken.has(key)) violations.push({ code: 'relabel.label_twice', path, facts: about });
    taken.set(key, bag.id);
  });
  const paths = places.map((place) => `${place}.label`);
  violations.push(
    ...findGroupDisagreements(labels, []).map((violation) => {
      const index = Number(violation.path?.split('.')[1]);
      return { ...violation, path: `lines.${paths[index]}.group` };
    }),
  );
  if (!second || !facts.second) violations.push({ code: 'signature.second_missing', path: 'second', facts: {} });
  else violations.push(...refuseChecker(facts.second, facts.acting.personId));
  return { relabelled, violations };
}

/** What was signed is what was seen: a bag of the donation that came, went or changed since is looked at first. */
function sistersChanged(
  label: ReleasedBag,
  seen: readonly Sister[],
  known: readonly SisterBag[],
  place: string,
): Violation[] {
  const found = sistersOf(label, known);
  if (sistersText(found) === sistersText(seen)) return [];
  const facts = { donationNo: label.donationNo, count: found.length };
  return [{ code: 'relabel.sisters_changed', path: `${place}.sisters`, facts }];
}

/** Each line by itself: the bag that is meant, and the label it takes. */
function readRelabelled(lines: readonly RelabelLine[], facts: RelabelFacts) {
  const known = new Map(facts.bags.map((bag) => [bag.id, bag]));
  const seen = new Set<string>();
  const relabelled: Relabelled[] = [];
  const places: number[] = [];
  const violations: Violation[] = [];
  lines.forEach(({ unitId, old, label: line }, index) => {
    const place = `lines.${index}`;
    const bag = known.get(unitId);
    const label = readLabelledBag(line, facts);
    if (Array.isArray(label))
      violations.push(...label.map((one) => ({ ...one, path: `${place}.label.${one.path}`, facts: { ...one.facts } })));
    if (!bag) {
      violations.push({ code: 'relabel.elsewhere', path: `${place}.unitId`, facts: { ...old } });
      return;
    }
    if (seen.has(unitId))
      violations.push({ code: 'unit.listed_twice', path: `${place}.unitId`, facts: { donationNo: bag.donationNo } });
    seen.add(unitId);
    if (bag.donationNo !== old.donationNo || bag.productCode !== old.productCode)
      violations.push({
        code: 'relabel.relabelled_since',
        path: `${place}.unitId`,
        facts: { donationNo: old.donationNo, other: bag.donationNo, productCode: bag.productCode },
      });
    const refusal = refusalOfRelabel(bag);
    if (refusal) violations.push({ ...refusal, path: `${place}.unitId` });
    if (Array.isArray(label)) return;
    violations.push(...compareLabel(bag, label).map((one) => ({ ...one, path: `${place}.label.${one.path}` })));
    relabelled.push({ bag, label });
    places.push(index);
  });
  return { relabelled, places, violations };
}

/** What the second signature covers, in a form both sides build alike: the reason, and each bag with its old and its whole new label and the other bags of its new donation. */
export function relabelCovers({ lines, reason }: Pick<RelabelInput, 'lines' | 'reason'>): readonly string[] {
  return [
    `relabel ${reason.trim()}`,
    ...lines
      .map(({ unitId, old, label, sisters }) =>
        [
          `bag ${unitId}`,
          `${old.donationNo} ${old.productCode}`,
          `${label.labelScheme ?? ''} ${label.donation} ${label.productCode} ${label.abo} ${label.rhd} ${label.expiresAt.toISOString()}`,
          ...(sisters.length > 0 ? [`beside ${sistersText(sisters)}`] : []),
        ].join(' | '),
      )
      .sort(),
  ];
}
