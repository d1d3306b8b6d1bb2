import type { BloodComponent } from '../blood/component-catalogue';
import { isExpired } from '../blood/expiry';
import { formatGroup, isSameGroup } from '../blood/groups';
import type { UnitState } from '../stock/effects';
import { holdReasonOf } from '../stock/holds';
import type { BrokenRule, IncidentFacts, IncidentRule } from '../stock/incidents';
import { addPatient, addVerdict } from './broken-patient';
import type { Add, LineFacts } from './line-facts';
import type { DowntimeLine } from './schema';

/** States after which the ledger has no bag to move: it is with a patient, or made into something else. */
const gone: readonly UnitState[] = ['issued', 'processed', 'out_of_city', 'withdrawn'];

/** Whether the paper contradicts the ledger about a bag that nobody can move any more: the line stands, and a person finds out which is true. */
export function isBeyond({ state }: Pick<LineFacts, 'state'>): boolean {
  return state !== null && gone.includes(state);
}

/**
 * Every rule that this fact broke, each once. Nothing is refused: the bag moves all the same. Asked of every line: is the bag known, here, and
 * still in stock; do group and expiry on paper agree; was it nothing before the last that is known of the bag; were there two. Of a delivery: was it awaited, in date and at a temperature of WS 399-2012. Of an
 * issue: what `临床输血技术规范` (2000) and the compatibility of this patient ask, and whether the paper means the same patient. Of a discard: was it
 * free. Expiry is judged when it happened and by the earlier of two, holds and reservations as they stand now [unsourced: default].
 */
export function findBroken(line: DowntimeLine, facts: LineFacts): BrokenRule[] {
  const broken: BrokenRule[] = [];
  const add = (rule: IncidentRule, told: IncidentFacts = {}) => broken.push({ rule, facts: told });
  const { place, state } = facts;
  if (place === 'unknown') add('unknown_bag');
  if (place === 'elsewhere' && !isBeyond(facts)) add('elsewhere', { place: facts.elsewhere ?? 'hospital' });
  if (state && (isBeyond(facts) || state === 'discarded' || state === 'lost')) add('already_gone', { state });
  if (place !== 'unknown' && line.abo && !isSameGroup({ abo: line.abo, rhd: line.rhd ?? 'unspecified' }, facts))
    add('group_differs', {
      labelGroup: formatGroup(line.abo, line.rhd ?? 'unspecified'),
      unitGroup: formatGroup(facts.abo, facts.rhd),
    });
  if (place !== 'unknown' && line.expiresAt && minuteOf(line.expiresAt) !== minuteOf(facts.expiresAt))
    add('expiry_differs', { labelExpiresAt: line.expiresAt.toISOString(), expiresAt: facts.expiresAt.toISOString() });
  const people = countPeople(line.first, line.second);
  if (people < 2) add('one_person', { people });
  if (isBeyond(facts)) return broken;
  if (facts.lastEventAt && minuteOf(line.occurredAt) < minuteOf(facts.lastEventAt))
    add('before_last_event', {
      occurredAt: line.occurredAt.toISOString(),
      lastEventAt: facts.lastEventAt.toISOString(),
    });
  switch (line.kind) {
    case 'received':
      addReceived(line, facts, add);
      break;
    case 'issued':
      if (place === 'arriving') add('not_received');
      addHeld(facts, add);
      addIssued(line, facts, add);
      break;
    case 'discarded':
      if (place === 'arriving') add('not_received');
      if (isOnHold(facts) && facts.holdReason === 'recall') add('recalled');
      if (facts.isReservedForAnother) add('reserved');
      break;
  }
  return broken;
}

/**
 * Whether a bag is on hold by a reading of its place that nobody had written down when it was given out or thrown away: no hold was broken, and what
 * it stood through is asked of the readings, as if the paper had come first. @param warmSince when that was written down.
 */
export function isHeldSince(
  { kind, occurredAt }: Pick<DowntimeLine, 'kind' | 'occurredAt'>,
  bag: { readonly warmSince: Date | null; readonly holdReason: string | null; readonly isUnderIncident: boolean },
): boolean {
  return (
    kind !== 'received' &&
    bag.warmSince !== null &&
    occurredAt < bag.warmSince &&
    bag.holdReason === 'temperature' &&
    !bag.isUnderIncident
  );
}

/** Whether what was broken is told and nothing more: the bag was here already, and nothing else was wrong. It is neither held nor does it wait for the incident. */
export function isOnlyTold(broken: readonly BrokenRule[]): boolean {
  return broken.length > 0 && broken.every(({ rule }) => rule === 'already_here');
}

/** Paper has no seconds. */
const minuteOf = (at: Date) => Math.floor(at.getTime() / 60_000);

/** `1001 王某` is a staff number with its name, `王某` only a name: one who signed as both is one. */
function countPeople(...texts: readonly string[]): number {
  const names = [...new Set(texts.map((text) => text.toLowerCase()).filter((text) => text !== ''))];
  return names.filter((name) => !names.some((other) => other.endsWith(` ${name}`))).length;
}

const isOnHold = ({ state, holdReason, isHeldByForm }: LineFacts) =>
  !isHeldByForm && (state === 'quarantined' || holdReason !== null);

function addReceived(line: DowntimeLine, facts: LineFacts, add: Add): void {
  const { place, state, component } = facts;
  if (place === 'here' && state !== 'discarded' && state !== 'lost') add('already_here');
  // Here it stays on hold; from elsewhere it would come in without its reason.
  else addHeld(facts, add);
  addExpired(line, facts, add);
  if (line.celsius === null) add('temperature_missing');
  else if (component && !isWithin(line.celsius, component.transport)) add('temperature_out', { celsius: line.celsius });
}

function isWithin(celsius: number, { minC, maxC }: BloodComponent['transport']): boolean {
  return (minC === null || celsius >= minC) && celsius <= maxC;
}

/** A bag that was swept out when its time came broke no hold: whether it was in date then is asked of the clock. */
function addHeld(facts: LineFacts, add: Add): void {
  if (!isOnHold(facts) || facts.holdReason === 'expired') return;
  if (facts.holdReason === 'recall') add('recalled');
  else add('on_hold', { holdReason: holdReasonOf(facts.holdReason) });
}

function addIssued(line: DowntimeLine, facts: LineFacts, add: Add): void {
  const { component } = facts;
  if (facts.isReservedForAnother) add('reserved');
  addExpired(line, facts, add);
  addPatient(line, facts, add);
  addVerdict(facts, add);
  if (!component || component.requiresCrossmatch) {
    if (line.crossmatch === 'none') add('crossmatch_missing');
    if (line.crossmatch === 'incompatible') add('crossmatch_incompatible');
  }
}

function addExpired({ occurredAt, expiresAt: onPaper }: DowntimeLine, facts: LineFacts, add: Add): void {
  const expiresAt = onPaper && onPaper < facts.expiresAt ? onPaper : facts.expiresAt;
  if (isExpired(expiresAt, occurredAt))
    add('expired', { occurredAt: occurredAt.toISOString(), expiresAt: expiresAt.toISOString() });
}
