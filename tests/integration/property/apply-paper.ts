import type { IncidentRule } from '@/domain/stock/incidents';
import { ticked } from './apply-deliveries';
import type { DeedOf } from './deeds';
import { type Applied, type Desk, lastingHolds } from './desk';
import { eventsAfter, hourMs, isEnded, type Model, type ModelBag, type ModelIncident } from './model';

const minuteMs = 60_000;
/** How long ago it was that a sheet tells too late. */
export const earlyMinutes = 30;
/** What a sheet tells of a bag that nobody knew. */
export const unknownHours = 300;

type Paper = DeedOf<'paper'>;
type Where = 'here' | 'arriving' | 'elsewhere' | 'unknown';

/** 补录: whatever rule it broke, it is written down and the bag moves; but a patient's bag stays the patient's. */
export function applyPaper(desk: Desk, deed: Paper): Applied {
  const key = deed.bag ?? `${deed.key}.new`;
  const known = deed.bag === null ? undefined : desk.model.bags[key];
  const bag = known ?? unknownBag(desk);
  const where = known ? whereIs(bag, deed) : 'unknown';
  const isBeyond = known !== undefined && (bag.state === 'issued' || bag.state === 'processed');
  const broken = brokenBy(desk, deed, bag, where, isBeyond);
  const isOnlyTold = broken.length > 0 && broken.every((rule) => rule === 'already_here');
  const moved = isBeyond
    ? { bags: desk.model.bags }
    : moveByPaper(desk, deed, { key, bag, where, isBroken: broken.length > 0 && !isOnlyTold });
  const isHere = moved.bags[key]?.holder === deed.hospital;
  const found = broken.map(
    (rule): ModelIncident => ({
      house: deed.hospital,
      bag: key,
      rule,
      isBinding: isHere && !isOnlyTold,
      isOpen: true,
    }),
  );
  const loser = bag.state === 'in_transit' ? (bag.expected ?? bag.holder) : bag.holder;
  const lost: ModelIncident[] =
    where === 'elsewhere' && !isBeyond
      ? [{ house: loser, bag: key, rule: 'taken_elsewhere', isBinding: false, isOpen: true }]
      : [];
  return desk.done({ ...moved, incidents: [...desk.model.incidents, ...lost, ...found] });
}

function whereIs(bag: ModelBag, { hospital }: Paper): Where {
  if (bag.state === 'in_transit') return bag.expected === hospital ? 'arriving' : 'elsewhere';
  return bag.holder === hospital ? 'here' : 'elsewhere';
}

function occurredAt({ nowMs }: Desk, { flaw }: Paper): number {
  return flaw === 'early' ? nowMs - earlyMinutes * minuteMs : nowMs;
}

function brokenBy(desk: Desk, deed: Paper, bag: ModelBag, where: Where, isBeyond: boolean): IncidentRule[] {
  const { what, flaw } = deed;
  const isKnown = where !== 'unknown';
  const at = occurredAt(desk, deed);
  const minuteOf = (ms: number) => Math.floor(ms / minuteMs);
  const heldFor = bag.hold ?? bag.heldFor;
  const isOnHold = isKnown && heldFor !== null && heldFor !== 'expired';
  const isHere = where === 'here';
  const isIssue = what === 'issued';
  const isReserved = isHere && what !== 'received' && bag.reservedFor !== null;
  const isCrossmatched = isIssue && bag.product !== 'plasma';
  // Of a bag elsewhere all is asked, of one that is here what this house knows.
  const lastEventMs =
    where === 'elsewhere' ? Math.max(0, ...Object.values(bag.events)) : (bag.events[deed.hospital] ?? 0);
  const always: [IncidentRule, boolean][] = [
    ['unknown_bag', !isKnown],
    ['elsewhere', where === 'elsewhere' && !isBeyond],
    ['already_gone', isKnown && (isBeyond || isEnded(bag.state))],
    ['group_differs', flaw === 'group' && isKnown],
    ['expiry_differs', flaw === 'expiry' && isKnown],
    ['one_person', flaw === 'alone'],
  ];
  const ofStock: [IncidentRule, boolean][] = [
    ['before_last_event', isKnown && minuteOf(at) < minuteOf(lastEventMs)],
    ['already_here', what === 'received' && isHere && !isEnded(bag.state)],
    ['not_received', what !== 'received' && where === 'arriving'],
    ['on_hold', isOnHold && (isIssue || (what === 'received' && (!isHere || isEnded(bag.state))))],
    ['reserved', isReserved],
    ['expired', what !== 'discarded' && bag.expiresAtMs <= at],
    ['temperature_missing', what === 'received' && flaw === 'no_temperature'],
    ['temperature_out', what === 'received' && flaw === 'warm'],
    ['patient_name_differs', isIssue && flaw === 'name'],
    ['crossmatch_missing', isCrossmatched && flaw === 'no_crossmatch'],
    ['crossmatch_incompatible', isCrossmatched && flaw === 'bad_crossmatch'],
  ];
  return [...always, ...(isBeyond ? [] : ofStock)].flatMap(([rule, isBroken]) => (isBroken ? [rule] : []));
}

interface Told {
  readonly key: string;
  readonly bag: ModelBag;
  readonly where: Where;
  readonly isBroken: boolean;
}

function moveByPaper(
  desk: Desk,
  deed: Paper,
  told: Told,
): Pick<Model, 'bags' | 'shipments'> & Partial<Pick<Model, 'issues' | 'outbounds'>> {
  const { model } = desk;
  const { key, bag, where } = told;
  const noteOf = bag.state === 'in_transit' ? (bag.sentBy ?? '') : '';
  const shipments =
    where === 'arriving'
      ? ticked(model, noteOf, new Map([[key, deed.what === 'received' && !told.isBroken ? 'accepted' : 'held']]))
      : where === 'elsewhere' && noteOf
        ? leftOff(desk, noteOf, key)
        : model.shipments;
  const at = occurredAt(desk, deed);
  const isWritten = deed.what !== 'received';
  // Whatever became of it then, it stood here first.
  const here = { state: 'quarantined', holder: deed.hospital, expected: null } as const;
  const to = isWritten ? gone(deed, told) : come(deed, told);
  const moved = { ...bag, ...to };
  const events =
    'movedBy' in to ? eventsAfter(bag.events, { from: bag, to: { ...moved, ...here }, atMs: at }) : bag.events;
  const bags = { ...model.bags, [key]: { ...moved, events } };
  if (!isWritten) return { bags, shipments };
  const heldFor = again(where === 'unknown' ? null : (bag.hold ?? bag.heldFor));
  const record = { hospital: deed.hospital, bags: [key] } as const;
  if (deed.what === 'issued')
    return { bags, shipments, issues: { ...model.issues, [deed.key]: { ...record, state: 'issued', heldFor } } };
  const outbound = {
    ...record,
    state: 'registered',
    isJourney: false,
    heldFor: { [key]: bags[key]?.heldFor ?? null },
  } as const;
  return { bags, shipments, outbounds: { ...model.outbounds, [deed.key]: outbound } };
}

/** A processing that it stood in has lost it, and it was outside. */
function again(hold: string | null): string | null {
  return hold === 'processing' ? 'processing_left' : hold;
}

const unmoored = { expected: null, sentBy: null, reservedFor: null, receivedBy: null } as const;

/** Given out or thrown away. What was not on this shelf stood on hold here first, for its incident or for what it was held for. */
function gone({ key, hospital, what }: Paper, { bag, where }: Told): Partial<ModelBag> {
  const wasOnShelf = where === 'here' && (bag.state === 'available' || bag.state === 'reserved');
  const heldFor =
    what === 'issued' || wasOnShelf
      ? null
      : (again(where === 'unknown' ? null : (bag.hold ?? bag.heldFor)) ?? 'incident');
  return {
    ...unmoored,
    state: what === 'issued' ? 'issued' : 'discarded',
    holder: hospital,
    hold: null,
    heldFor,
    movedBy: key,
  };
}

/** Received: on the shelf when it was awaited and nothing is wrong; else on hold. Where it was on hold here already nothing moves. */
function come({ key, hospital }: Paper, { bag, where, isBroken }: Told): Partial<ModelBag> {
  const found = [bag.hold, bag.heldFor].find((hold) => lastingHolds.includes(hold)) ?? 'incident';
  const onHold = { ...unmoored, state: 'quarantined', holder: hospital, heldFor: null, movedBy: key } as const;
  if (where === 'arriving')
    return isBroken ? { ...onHold, hold: 'incident' } : { ...onHold, state: 'available', hold: null };
  if (where === 'here' && !isEnded(bag.state)) {
    if (!isBroken) return {};
    return bag.state === 'quarantined' ? { reservedFor: null } : { ...onHold, hold: 'incident' };
  }
  return { ...onHold, hold: found };
}

/** A note that no longer awaits this bag. */
function leftOff(desk: Desk, name: string, key: string): Model['shipments'] {
  const shipment = desk.model.shipments[name];
  if (!shipment) return desk.model.shipments;
  const bags = { ...shipment.bags, [key]: 'missing' as const };
  const isLeft = Object.values(bags).includes('expected');
  const state = isLeft ? shipment.state : 'closed_short';
  return { ...desk.model.shipments, [name]: { ...shipment, bags, state, version: shipment.version + 1 } };
}

function unknownBag({ key, nowMs }: Desk): ModelBag {
  return {
    product: 'red',
    amount: 200,
    expiresAtMs: nowMs + unknownHours * hourMs,
    isOfUnknownAge: true,
    marks: [],
    state: 'quarantined',
    holder: 'station',
    expected: null,
    reservedFor: null,
    hold: null,
    heldFor: null,
    openHolds: {},
    movedBy: key,
    sentBy: null,
    receivedBy: null,
    events: {},
    isUnproduced: false,
    openedBy: null,
  };
}
