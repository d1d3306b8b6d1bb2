import { isInPlace, type ProcessingName, processingNames } from '@/domain/processings/kinds';
import { stillIn } from './apply-processings';
import type { Deed, DeedKind, DeedOf } from './deeds';
import { isForFridge, isForKind } from './making';
import {
  type Hospital,
  isOut,
  keysOf,
  type Model,
  type ModelBag,
  type ModelShipment,
  type Place,
  type State,
} from './model';
import type { Wish } from './wishes';

/** Hours that platelets have when the station releases them. */
const plateletHours = 90;

/** Of papers that are undone only while nothing has happened since: so many of the last. */
const recent = 3;

/** Names the subjects of a wish in this city. Where its hospital has nothing to do it to another one has; else blood is on its way to them, the least is a release. */
export function resolveWish(model: Model, wish: Wish, key: string): Deed {
  const elsewhere = [1, 2].map((n) => ({ ...wish, hospital: ((wish.hospital + n) % 3) as Hospital }));
  const supply = (['receive', 'ship'] as const).map((verb): Wish => ({ ...wish, verb, fault: 'none' }));
  for (const candidate of [wish, ...elsewhere, ...supply]) {
    const deed = nameSubjects(model, candidate, key);
    if (deed) return deed;
  }
  return releaseOf(wish, key);
}

function releaseOf({ picks, product, hours }: Wish, key: string): DeedOf<'release'> {
  const lasts = product === 'platelets' ? Math.min(hours, plateletHours) : hours;
  return { kind: 'release', key, count: picks.length, product, hours: lasts };
}

function nameSubjects(model: Model, wish: Wish, key: string): Deed | null {
  const { verb, hospital, patient } = wish;
  const { bagsFor, one } = choiceOf(model, wish);
  const place: Place = wish.isStation ? 'station' : hospital;
  switch (verb) {
    case 'release':
      return releaseOf(wish, key);
    case 'opening': {
      const { count, product, hours } = releaseOf(wish, key);
      const gone = keysOf(model.bags, ({ state }) => state === 'withdrawn');
      const again = [...new Set(wish.picks.flatMap((pick) => pickOne(gone, pick)))].slice(0, 2);
      const isOld = wish.fault === 'wild';
      return { kind: verb, key, hospital, count, product, hours: isOld ? -2 : hours, again };
    }
    case 'void-opening':
      return one === null ? null : { kind: verb, key, opening: one };
    case 'wait':
    case 'sweep':
      return { kind: verb, key };
    case 'ship': {
      const bags = bagsFor('station', ['available']);
      return bags && { kind: verb, key, to: wish.to, bags };
    }
    case 'receive': {
      const lines = one ? linesOf(model, wish, one) : [];
      return one && lines.length > 0 ? { kind: verb, key, shipment: one, lines } : null;
    }
    case 'void-receipt':
      return one === null ? null : { kind: verb, key, receipt: one };
    case 'void-shipment':
      return one === null ? null : { kind: verb, key, shipment: one, version: model.shipments[one]?.version ?? 1 };
    case 'close-short':
      return one === null ? null : { kind: verb, key, shipment: one };
    case 'reserve':
    case 'issue':
    case 'unreserve': {
      const states = { reserve: ['available'], unreserve: ['reserved'], issue: ['available', 'reserved'] } as const;
      const bags = bagsFor(hospital, states[verb]);
      if (!bags) return null;
      return verb === 'unreserve' ? { kind: verb, key, hospital, bags } : { kind: verb, key, hospital, patient, bags };
    }
    case 'emergency': {
      const isArriving = (bag: ModelBag) => bag.state === 'in_transit' && bag.expected === hospital;
      const bags = bagsFor(hospital, ['available', 'reserved'], isArriving);
      return bags && { kind: verb, key, hospital, patient, bags };
    }
    case 'void-issue':
      return one === null ? null : { kind: verb, key, issue: one };
    case 'discard':
    case 'use-up':
    case 'return':
    case 'lose': {
      const bags = bagsFor(hospital, ['available', 'quarantined', ...(verb === 'lose' ? (['reserved'] as const) : [])]);
      return bags && { kind: verb, key, hospital, bags };
    }
    case 'transfer': {
      const bags = bagsFor(hospital, ['available']);
      return bags && { kind: verb, key, hospital, to: wish.to, bags };
    }
    case 'void-outbound':
      return one === null ? null : { kind: verb, key, outbound: one };
    case 'hold':
    case 'release-quarantine': {
      const bags = bagsFor(place, verb === 'hold' ? ['available', 'reserved'] : ['quarantined']);
      return bags && { kind: verb, key, place, bags };
    }
    case 'start':
      return start(model, wish, key);
    case 'end':
      return one === null ? null : { kind: verb, key, processing: one, ...answersOf(model, wish, one) };
    case 'cancel':
      return one === null ? null : { kind: verb, key, processing: one, spoiled: answersOf(model, wish, one).spoiled };
    case 'void-processing':
      return one === null ? null : { kind: verb, key, processing: one };
    case 'stocktake': {
      const bags = bagsFor(hospital, ['available', 'reserved', 'quarantined'], undefined, isForFridge);
      if (!bags) return null;
      const found = bags.slice(0, wish.isAtOnce ? 1 : 0);
      return { kind: verb, key, hospital, found, missing: bags.slice(found.length) };
    }
    case 'paper': {
      const inSomeHouse = keysOf(model.bags, ({ state }) => state !== 'withdrawn');
      const [bag] = wish.picks.flatMap((pick) => pickOne(inSomeHouse, pick * 7));
      return {
        kind: verb,
        key,
        what: wish.told,
        flaw: wish.flaw,
        hospital,
        bag: wish.picks[0] === 0 ? null : (bag ?? null),
      };
    }
    case 'resolve':
      return resolve(model, wish, key);
  }
}

function choiceOf(model: Model, wish: Wish) {
  const isWild = wish.fault === 'wild';
  const bagsFor = (
    where: Place,
    states: readonly State[],
    isElse: (bag: ModelBag) => boolean = () => false,
    isFit: (bag: ModelBag) => boolean = () => true,
  ): string[] | null => {
    const from = keysOf(
      model.bags,
      (bag) => isWild || isElse(bag) || (bag.holder === where && states.includes(bag.state) && isFit(bag)),
    );
    const [first, ...others] = new Set(wish.picks.flatMap((pick) => pickOne(from, pick)));
    if (first === undefined) return null;
    return wish.fault === 'twice' ? [first, ...others, first] : [first, ...others];
  };
  const [one = null] = wish.picks.flatMap((pick) => pickOne(recordsFor(model, wish.verb, isWild), pick));
  return { bagsFor, one };
}

function recordsFor(model: Model, verb: DeedKind, isWild: boolean): string[] {
  const isOpen = (shipment: ModelShipment) =>
    shipment.state === 'shipped' || (shipment.state === 'partly_received' && verb !== 'void-shipment');
  switch (verb) {
    case 'void-issue':
      return keysOf(model.issues, ({ state }) => isWild || state === 'issued');
    case 'void-outbound':
      return keysOf(model.outbounds, ({ state }) => isWild || state === 'registered');
    case 'void-opening':
      return keysOf(model.openings, ({ state }) => isWild || state === 'posted')
        .reverse()
        .slice(0, recent);
    case 'void-receipt':
      return keysOf(model.receipts, ({ state }) => isWild || state === 'posted')
        .reverse()
        .slice(0, recent);
    case 'end':
    case 'cancel':
      return keysOf(model.processings, ({ state }) => isWild || state === 'started');
    case 'void-processing':
      return keysOf(model.processings, ({ state }) => isWild || state === 'ended')
        .reverse()
        .slice(0, recent);
    case 'void-shipment':
      return keysOf(model.shipments, (shipment) => shipment.kind === 'delivery' && (isWild || isOpen(shipment)));
    case 'receive':
    case 'close-short':
      return keysOf(model.shipments, (shipment) => isWild || isOpen(shipment));
    default:
      return [];
  }
}

/** What was scanned of a note; mostly the station holds what a hospital returned, as it must. */
function linesOf(model: Model, wish: Wish, name: string) {
  const shipment = model.shipments[name];
  const from = keysOf(shipment?.bags ?? {}, (state) => wish.fault === 'wild' || state === 'expected');
  const isCareful = shipment?.kind === 'return' && wish.fault === 'none';
  const bags = [...new Set(wish.picks.flatMap((pick) => pickOne(from, pick)))];
  const lines = bags.map((bag, index) => {
    const outcome = wish.outcomes[index % wish.outcomes.length] ?? 'accepted';
    return { bag, outcome: isCareful && outcome === 'accepted' ? ('held' as const) : outcome };
  });
  const [first] = lines;
  return wish.fault === 'twice' && first ? [...lines, first] : lines;
}

/** Of the bags that it still has; where somebody errs, or it has none, of all that went in. */
function answersOf(model: Model, wish: Wish, name: string) {
  const processing = model.processings[name];
  const still = stillIn(model, name);
  const bags = wish.fault === 'none' && still.length > 0 ? still : (processing?.bags ?? []);
  return endingOf(wish, processing?.what ?? wish.what, bags);
}

function endingOf({ picks, loss, fault }: Wish, what: ProcessingName, bags: readonly string[]) {
  // Every fifth bag comes to grief.
  const spoiled = bags.filter((_, n) => (picks[n % picks.length] ?? 0) % 5 === 4);
  return {
    answers: fault === 'twice' ? [...bags, ...bags.slice(0, 1)] : bags,
    spoiled,
    loss: isInPlace(what) ? 0 : loss,
    isShort: fault === 'wild',
  };
}

function start(model: Model, wish: Wish, key: string): Deed | null {
  const { hospital, isOpenSystem } = wish;
  const first = processingNames.indexOf(wish.what);
  // Where nothing is fit for this kind, something is for the next.
  const kinds = [...processingNames.slice(first), ...processingNames.slice(0, first)];
  const [found] = kinds.flatMap((what) => {
    // A pool is of two at least.
    const picks = what === 'pool' ? wish.picks.flatMap((pick) => [pick, pick + 1]) : wish.picks;
    const { bagsFor } = choiceOf(model, { ...wish, picks });
    const bags = bagsFor(hospital, ['available', 'reserved'], undefined, (bag) => isForKind(what, bag));
    return bags && (what !== 'pool' || bags.length > 1) ? [{ what, bags }] : [];
  });
  if (!found) return null;
  const { what, bags } = found;
  return {
    kind: 'start',
    key,
    hospital,
    what,
    isOpenSystem: what === 'split' && isOpenSystem,
    bags,
    end: wish.isAtOnce ? endingOf(wish, what, bags) : null,
  };
}

function resolve(model: Model, wish: Wish, key: string): Deed | null {
  const isWild = wish.fault !== 'none';
  const open = model.incidents.filter(({ isOpen }) => isWild || isOpen);
  const [found] = wish.picks.flatMap((pick) => open[pick % Math.max(open.length, 1)] ?? []);
  if (!found) return null;
  const { house, bag, rule, isBinding } = found;
  const stands = model.bags[bag];
  const isHeldHere = stands?.holder === house && stands.state === 'quarantined' && !isOut(stands);
  const decision = isHeldHere !== isWild ? wish.decision : 'note';
  return { kind: 'resolve', key, house, bag, rule, isBinding, decision };
}

function pickOne(from: readonly string[], pick: number): string[] {
  const found = from[pick % Math.max(from.length, 1)];
  return found === undefined ? [] : [found];
}
