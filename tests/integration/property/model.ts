import type { Outcome } from '../../support/city-work';

/** The city in a few lines: what every bag, note, receipt and issue should be after each verb. Written from the rules, not from the code. */

export type Place = 'station' | 0 | 1 | 2;
export type Hospital = 0 | 1 | 2;
export type State = 'available' | 'reserved' | 'quarantined' | 'in_transit' | 'issued' | 'discarded' | 'lost';
const hourMs = 3_600_000;
export const reservationHours = 24;

export interface ModelBag {
  readonly product: 'red' | 'plasma';
  readonly expiresAtMs: number;
  readonly state: State;
  readonly holder: Place;
  readonly expected: Hospital | null;
  readonly reservedFor: { readonly patient: number; readonly releaseAtMs: number } | null;
  /** Was issued or thrown away and came back: no receipt of it is voided any more. */
  readonly hasBeenOut?: true;
  /** Swept out when its time came, and on hold for that since. */
  readonly isSwept?: boolean;
  /** Was on hold for more than its time when it was thrown away or lost. */
  readonly wasHeld?: boolean;
  /** The entry by which it was thrown away or lost; none where a sheet told of it, which is an entry of its own. */
  readonly outBy?: string | null;
  /** Incidents that bind the bag and that nobody has resolved. */
  readonly open?: number;
}

/** On hold for more than its time, or so when it ended: a sheet that has it given out broke that. */
function isHeld({ state, isSwept, wasHeld }: ModelBag): boolean {
  if (state === 'quarantined') return !isSwept;
  return (state === 'discarded' || state === 'lost') && wasHeld === true;
}

export interface ModelShipment {
  readonly to: Hospital;
  readonly state: 'shipped' | 'partly_received' | 'received' | 'closed_short' | 'void';
  readonly version: number;
  readonly received: number;
  readonly bags: Readonly<Record<string, 'packed' | 'expected' | 'received' | 'held' | 'refused' | 'missing'>>;
}

export interface ModelReceipt {
  readonly hospital: Hospital;
  readonly shipment: string;
  readonly state: 'posted' | 'void';
  readonly lines: readonly { readonly bag: string; readonly outcome: Outcome }[];
}

export interface ModelIssue {
  readonly hospital: Hospital;
  readonly state: 'issued' | 'void';
  readonly bags: readonly string[];
}

export interface ModelOutbound {
  readonly hospital: Hospital;
  readonly state: 'registered' | 'void';
  readonly bags: readonly string[];
}

export interface Model {
  readonly bags: Readonly<Record<string, ModelBag>>;
  readonly shipments: Readonly<Record<string, ModelShipment>>;
  readonly receipts: Readonly<Record<string, ModelReceipt>>;
  readonly issues: Readonly<Record<string, ModelIssue>>;
  readonly outbounds: Readonly<Record<string, ModelOutbound>>;
}

export const emptyModel: Model = { bags: {}, shipments: {}, receipts: {}, issues: {}, outbounds: {} };

/** A verb with its subjects named; `key` is what it creates. */
export type Deed =
  | {
      readonly kind: 'release';
      readonly key: string;
      readonly count: number;
      readonly product: ModelBag['product'];
      readonly hours: number;
    }
  | { readonly kind: 'ship'; readonly key: string; readonly to: Hospital; readonly bags: readonly string[] }
  | { readonly kind: 'receive'; readonly key: string; readonly shipment: string; readonly lines: ModelReceipt['lines'] }
  | {
      readonly kind: 'reserve';
      readonly hospital: Hospital;
      readonly patient: number;
      readonly bags: readonly string[];
    }
  | { readonly kind: 'unreserve'; readonly hospital: Hospital; readonly bags: readonly string[] }
  | {
      readonly kind: 'issue';
      readonly key: string;
      readonly hospital: Hospital;
      readonly patient: number;
      readonly bags: readonly string[];
    }
  | {
      /** In an emergency, of whatever stands here: on the shelf, kept for anybody, or on the lorry. */
      readonly kind: 'emergency';
      readonly key: string;
      readonly hospital: Hospital;
      readonly patient: number;
      readonly bags: readonly string[];
    }
  | {
      /** Thrown away or reported lost, by two people. */
      readonly kind: 'discard' | 'lose';
      readonly key: string;
      readonly hospital: Hospital;
      readonly bags: readonly string[];
    }
  | {
      /** A fridge in which these red cells stand is counted, and none of them is there. */
      readonly kind: 'stocktake';
      readonly key: string;
      readonly hospital: Hospital;
      readonly bags: readonly string[];
    }
  | { readonly kind: 'void-outbound'; readonly outbound: string }
  | { readonly kind: 'void-issue'; readonly issue: string }
  | { readonly kind: 'void-receipt'; readonly receipt: string }
  | { readonly kind: 'void-shipment'; readonly shipment: string; readonly version: number }
  | { readonly kind: 'close-short'; readonly shipment: string }
  | { readonly kind: 'release-quarantine'; readonly hospital: Hospital; readonly bags: readonly string[] }
  | {
      /** Entered afterwards from a sheet, by two, with a crossmatch, for somebody registered of the bag's own group. Never refused. */
      readonly kind: 'paper';
      readonly what: PaperKind;
      readonly hospital: Hospital;
      readonly bag: string;
    }
  | { readonly kind: 'resolve'; readonly hospital: Hospital; readonly bag: string }
  | { readonly kind: 'sweep' };

export type PaperKind = 'received' | 'issued' | 'discarded';

export interface Applied {
  readonly model: Model;
  readonly isDone: boolean;
}

/** What the deed does to the city at this instant, or that it is refused and changes nothing. */
export function applyDeed(model: Model, deed: Deed, nowMs: number): Applied {
  const refused: Applied = { model, isDone: false };
  const done = (next: Partial<Model>): Applied => ({ model: { ...model, ...next }, isDone: true });
  const bagsAre = (keys: readonly string[], isFit: (bag: ModelBag, key: string) => boolean) =>
    keys.length > 0 &&
    new Set(keys).size === keys.length &&
    keys.every((key) => {
      const bag = model.bags[key];
      return bag !== undefined && isFit(bag, key);
    });
  const change = (keys: readonly string[], to: (bag: ModelBag, key: string) => Partial<ModelBag>) => ({
    ...model.bags,
    ...Object.fromEntries(
      keys.flatMap((key) => {
        const bag = model.bags[key];
        return bag ? [[key, { ...bag, ...to(bag, key) }]] : [];
      }),
    ),
  });
  const isInDate = (bag: ModelBag) => bag.expiresAtMs > nowMs;
  const isAt = (bag: ModelBag, place: Place, ...states: State[]) => bag.holder === place && states.includes(bag.state);

  switch (deed.kind) {
    case 'release': {
      const bag: ModelBag = {
        product: deed.product,
        expiresAtMs: nowMs + deed.hours * hourMs,
        state: 'available',
        holder: 'station',
        expected: null,
        reservedFor: null,
      };
      return done({
        bags: {
          ...model.bags,
          ...Object.fromEntries(Array.from({ length: deed.count }, (_, n) => [`${deed.key}.${n}`, bag])),
        },
      });
    }
    case 'ship': {
      if (!bagsAre(deed.bags, (bag) => isAt(bag, 'station', 'available') && isInDate(bag))) return refused;
      const shipment: ModelShipment = {
        to: deed.to,
        state: 'shipped',
        version: 1,
        received: 0,
        bags: Object.fromEntries(deed.bags.map((key) => [key, 'expected' as const])),
      };
      return done({
        bags: change(deed.bags, () => ({ state: 'in_transit', expected: deed.to })),
        shipments: { ...model.shipments, [deed.key]: shipment },
      });
    }
    case 'receive': {
      const shipment = model.shipments[deed.shipment];
      if (!shipment || !['shipped', 'partly_received'].includes(shipment.state)) return refused;
      const outcomes = new Map(deed.lines.map((line) => [line.bag, line.outcome]));
      const isFit = (bag: ModelBag, key: string) =>
        shipment.bags[key] === 'expected' && (outcomes.get(key) !== 'accepted' || isInDate(bag));
      if (
        !bagsAre(
          deed.lines.map((line) => line.bag),
          isFit,
        )
      )
        return refused;
      const marks = { accepted: 'received', held: 'held', refused: 'refused' } as const;
      const marked = {
        ...shipment.bags,
        ...Object.fromEntries(deed.lines.map((line) => [line.bag, marks[line.outcome]])),
      };
      const state = Object.values(marked).includes('expected') ? 'partly_received' : 'received';
      return done({
        bags: change([...outcomes.keys()], (_, key) => {
          const outcome = outcomes.get(key);
          return {
            state: outcome === 'accepted' ? 'available' : 'quarantined',
            holder: outcome === 'refused' ? 'station' : shipment.to,
          };
        }),
        shipments: {
          ...model.shipments,
          [deed.shipment]: {
            ...shipment,
            bags: marked,
            state,
            received: shipment.received + deed.lines.length,
            version: shipment.version + 1,
          },
        },
        receipts: {
          ...model.receipts,
          [deed.key]: { hospital: shipment.to, shipment: deed.shipment, state: 'posted', lines: deed.lines },
        },
      });
    }
    case 'reserve':
      if (!bagsAre(deed.bags, (bag) => isAt(bag, deed.hospital, 'available') && isInDate(bag))) return refused;
      return done({
        bags: change(deed.bags, () => ({
          state: 'reserved',
          reservedFor: { patient: deed.patient, releaseAtMs: nowMs + reservationHours * hourMs },
        })),
      });
    case 'unreserve':
      if (!bagsAre(deed.bags, (bag) => isAt(bag, deed.hospital, 'reserved'))) return refused;
      return done({ bags: change(deed.bags, () => ({ state: 'available', reservedFor: null })) });
    case 'issue': {
      const isFree = (bag: ModelBag) =>
        isAt(bag, deed.hospital, 'available') ||
        (isAt(bag, deed.hospital, 'reserved') && bag.reservedFor?.patient === deed.patient);
      if (!bagsAre(deed.bags, (bag) => isFree(bag) && isInDate(bag))) return refused;
      return done({
        bags: change(deed.bags, () => ({ state: 'issued', reservedFor: null })),
        issues: { ...model.issues, [deed.key]: { hospital: deed.hospital, state: 'issued', bags: deed.bags } },
      });
    }
    case 'emergency': {
      const isArriving = (bag: ModelBag) => bag.state === 'in_transit' && bag.expected === deed.hospital;
      const isFree = (bag: ModelBag) => isArriving(bag) || isAt(bag, deed.hospital, 'available', 'reserved');
      if (!bagsAre(deed.bags, (bag) => isFree(bag) && isInDate(bag))) return refused;
      const received = Object.entries(model.shipments).map(([key, shipment]) => {
        const taken = deed.bags.filter((bag) => shipment.bags[bag] === 'expected');
        if (taken.length === 0) return [key, shipment] as const;
        const bags = { ...shipment.bags, ...Object.fromEntries(taken.map((bag) => [bag, 'received' as const])) };
        const state = Object.values(bags).includes('expected') ? 'partly_received' : 'received';
        const next = { received: shipment.received + taken.length, version: shipment.version + 1 } as const;
        return [key, { ...shipment, ...next, bags, state } as ModelShipment] as const;
      });
      return done({
        bags: change(deed.bags, () => ({ state: 'issued', holder: deed.hospital, reservedFor: null })),
        shipments: Object.fromEntries(received),
        issues: { ...model.issues, [deed.key]: { hospital: deed.hospital, state: 'issued', bags: deed.bags } },
      });
    }
    case 'discard':
    case 'lose': {
      const isFit = (bag: ModelBag) =>
        isAt(bag, deed.hospital, 'available', 'quarantined') ||
        (deed.kind === 'lose' && isAt(bag, deed.hospital, 'reserved'));
      if (!bagsAre(deed.bags, isFit)) return refused;
      const state = deed.kind === 'lose' ? 'lost' : 'discarded';
      return done({
        bags: change(deed.bags, (bag) => ({ state, reservedFor: null, wasHeld: isHeld(bag), outBy: deed.key })),
        outbounds: {
          ...model.outbounds,
          [deed.key]: { hospital: deed.hospital, state: 'registered', bags: deed.bags },
        },
      });
    }
    case 'stocktake': {
      const stands = (bag: ModelBag) => isAt(bag, deed.hospital, 'available', 'reserved', 'quarantined');
      if (!bagsAre(deed.bags, (bag) => bag.product === 'red' && stands(bag))) return refused;
      // What is on hold already stays held for what it was.
      return done({
        bags: change(deed.bags, (bag) =>
          bag.state === 'quarantined' ? {} : { state: 'quarantined', reservedFor: null, hasBeenOut: true },
        ),
      });
    }
    case 'void-outbound': {
      const outbound = model.outbounds[deed.outbound];
      if (outbound?.state !== 'registered') return refused;
      // A sheet may tell that a bag thrown away was given out after all, or was found and thrown away later: an entry takes back only what is out by it.
      const isOutByIt = (bag: ModelBag) =>
        (bag.state === 'discarded' || bag.state === 'lost') && bag.outBy === deed.outbound;
      if (!bagsAre(outbound.bags, isOutByIt)) return refused;
      return done({
        bags: change(outbound.bags, () => ({ state: 'quarantined', hasBeenOut: true })),
        outbounds: { ...model.outbounds, [deed.outbound]: { ...outbound, state: 'void' } },
      });
    }
    case 'void-issue': {
      const issue = model.issues[deed.issue];
      if (issue?.state !== 'issued') return refused;
      return done({
        bags: change(issue.bags, () => ({ state: 'quarantined', hasBeenOut: true })),
        issues: { ...model.issues, [deed.issue]: { ...issue, state: 'void' } },
      });
    }
    case 'void-receipt': {
      const receipt = model.receipts[deed.receipt];
      const shipment = receipt && model.shipments[receipt.shipment];
      if (!shipment || receipt.state !== 'posted') return refused;
      const keys = receipt.lines.filter((line) => line.outcome !== 'refused').map((line) => line.bag);
      if (
        !bagsAre(keys, (bag) => !bag.hasBeenOut && !bag.open && isAt(bag, receipt.hospital, 'available', 'quarantined'))
      )
        return refused;
      const received = shipment.received - keys.length;
      const bags = { ...shipment.bags, ...Object.fromEntries(keys.map((key) => [key, 'expected' as const])) };
      return done({
        bags: change(keys, () => ({
          state: 'in_transit',
          holder: 'station',
          expected: receipt.hospital,
          isSwept: false,
        })),
        shipments: {
          ...model.shipments,
          [receipt.shipment]: {
            ...shipment,
            bags,
            received,
            state: received > 0 ? 'partly_received' : 'shipped',
            version: shipment.version + 1,
          },
        },
        receipts: { ...model.receipts, [deed.receipt]: { ...receipt, state: 'void' } },
      });
    }
    case 'void-shipment': {
      const shipment = model.shipments[deed.shipment];
      if (shipment?.state !== 'shipped' || shipment.version !== deed.version) return refused;
      return done(withoutExpected(deed.shipment, shipment, 'packed', 'void', { state: 'available', expected: null }));
    }
    case 'close-short': {
      const shipment = model.shipments[deed.shipment];
      if (!shipment || !['shipped', 'partly_received'].includes(shipment.state)) return refused;
      return done(withoutExpected(deed.shipment, shipment, 'missing', 'closed_short', { state: 'quarantined' }));
    }
    case 'release-quarantine':
      if (!bagsAre(deed.bags, (bag) => isAt(bag, deed.hospital, 'quarantined') && isInDate(bag) && !bag.open))
        return refused;
      return done({ bags: change(deed.bags, () => ({ state: 'available' })) });
    case 'paper': {
      const bag = model.bags[deed.bag];
      return bag ? done(afterPaper(deed, bag)) : refused;
    }
    case 'resolve': {
      const bag = model.bags[deed.bag];
      return bag?.open ? done({ bags: change([deed.bag], () => ({ open: 0 })) }) : refused;
    }
    case 'sweep': {
      const keys = Object.keys(model.bags);
      return done({
        bags: change(keys, (bag) => {
          if ((bag.state === 'available' || bag.state === 'reserved') && !isInDate(bag))
            return { state: 'quarantined', reservedFor: null, isSwept: true };
          if (bag.state === 'reserved' && (bag.reservedFor?.releaseAtMs ?? 0) <= nowMs)
            return { state: 'available', reservedFor: null };
          return {};
        }),
      });
    }
  }

  /** Every rule that the fact broke is an incident, and whatever it broke the bag moves; but a patient's bag stays the patient's. */
  function afterPaper({ what, hospital, bag: key }: Deed & { kind: 'paper' }, bag: ModelBag): Partial<Model> {
    const isArriving = bag.state === 'in_transit' && bag.expected === hospital;
    const isHere = bag.state !== 'in_transit' && bag.holder === hospital;
    const isEnded = bag.state === 'discarded' || bag.state === 'lost';
    const broken = [
      !isHere && !isArriving && bag.state !== 'issued',
      isEnded || bag.state === 'issued',
      bag.state !== 'issued' && what !== 'received' && isArriving,
      bag.state !== 'issued' && what === 'received' && isHere && !isEnded,
      what !== 'received' && isHere && bag.state === 'reserved',
      // What stands on hold here only stays so when it is received again.
      bag.state !== 'issued' && what !== 'discarded' && isHeld(bag) && (what === 'issued' || !isHere || isEnded),
      what !== 'discarded' && bag.state !== 'issued' && !isInDate(bag),
    ].filter(Boolean).length;
    // It was here already and nothing else was wrong: told, and neither held nor bound.
    if (what === 'received' && isHere && !isEnded && broken === 1 && bag.state !== 'issued') return {};
    const open = (bag.open ?? 0) + broken;
    // Of a bag that another house's patient has, the incident binds nobody.
    if (bag.state === 'issued') return isHere ? { bags: change([key], () => ({ open })) } : {};
    const came = { holder: hospital, expected: null, reservedFor: null, outBy: null, open } as const;
    const ticked = Object.entries(model.shipments).map(([name, shipment]) => {
      if (bag.state !== 'in_transit' || shipment.bags[key] !== 'expected') return [name, shipment] as const;
      const mark = !isArriving ? 'missing' : what === 'received' && broken === 0 ? 'received' : 'held';
      const bags = { ...shipment.bags, [key]: mark } as ModelShipment['bags'];
      const isLeft = Object.values(bags).includes('expected');
      const state = isArriving ? (isLeft ? 'partly_received' : 'received') : isLeft ? shipment.state : 'closed_short';
      const received = shipment.received + (isArriving ? 1 : 0);
      return [name, { ...shipment, bags, received, state, version: shipment.version + 1 } as ModelShipment] as const;
    });
    const shipments = Object.fromEntries(ticked);
    if (what !== 'received')
      return {
        shipments,
        bags: change([key], () => ({
          ...came,
          state: what,
          hasBeenOut: true,
          // From a shelf it went straight; else it stood on hold here first, for its incident or for what it was held for.
          wasHeld:
            isHere && (bag.state === 'available' || bag.state === 'reserved') ? false : isHeld(bag) || !bag.isSwept,
        })),
      };
    if (isArriving)
      return { shipments, bags: change([key], () => ({ ...came, state: broken > 0 ? 'quarantined' : 'available' })) };
    // On hold already: nothing moved, so nothing stands between it and the receipt it came by.
    const isMoved = !isHere || bag.state !== 'quarantined';
    return {
      shipments,
      bags: change([key], () => ({
        ...came,
        state: 'quarantined',
        ...(isMoved ? { hasBeenOut: true as const, isSwept: false } : {}),
      })),
    };
  }

  function withoutExpected(
    key: string,
    shipment: ModelShipment,
    mark: 'packed' | 'missing',
    state: ModelShipment['state'],
    to: Partial<ModelBag>,
  ): Partial<Model> {
    const open = Object.keys(shipment.bags).filter((bag) => shipment.bags[bag] === 'expected');
    const bags = { ...shipment.bags, ...Object.fromEntries(open.map((bag) => [bag, mark])) };
    return {
      bags: change(open, () => to),
      shipments: { ...model.shipments, [key]: { ...shipment, bags, state, version: shipment.version + 1 } },
    };
  }
}

export interface Cell {
  readonly available: number;
  readonly reserved: number;
  readonly quarantined: number;
  readonly inTransit: number;
}

/** Outside every account of the city's organisations. */
export function isOut(bag: ModelBag): boolean {
  return bag.state === 'issued' || bag.state === 'discarded' || bag.state === 'lost';
}

/** Bags per account: what is on its way counts at the receiver. Key: `<place> <product>`. */
export function cellsOf(model: Model): Record<string, Cell> {
  const cells: Record<string, Cell> = {};
  for (const bag of Object.values(model.bags)) {
    if (isOut(bag)) continue;
    const name = `${bag.state === 'in_transit' ? bag.expected : bag.holder} ${bag.product}`;
    const bucket = bag.state === 'in_transit' ? 'inTransit' : (bag.state as 'available' | 'reserved' | 'quarantined');
    const cell = cells[name] ?? { available: 0, reserved: 0, quarantined: 0, inTransit: 0 };
    cells[name] = { ...cell, [bucket]: cell[bucket] + 1 };
  }
  return cells;
}

/** A wish as it is drawn: numbers that choose among what there is. */
export interface Wish {
  readonly verb: Deed['kind'] | 'wait';
  readonly hospital: Hospital;
  readonly patient: number;
  readonly picks: readonly number[];
  readonly outcomes: readonly Outcome[];
  readonly hours: number;
  readonly product: ModelBag['product'];
  /** Chooses among all bags, so that it is mostly refused. */
  readonly isWild: boolean;
}

/** Names the subjects of a wish in this city; null when there is nothing to do it to. */
export function resolveWish(model: Model, wish: Wish, key: string): Deed | null {
  const { verb, hospital, patient } = wish;
  const place = (where: Place, ...states: State[]) =>
    keysOf(model.bags, (bag) => bag.holder === where && states.includes(bag.state));
  const choose = (from: readonly string[]) => [
    ...new Set(wish.picks.flatMap((pick) => pickOne(wish.isWild ? Object.keys(model.bags) : from, pick))),
  ];
  const [one] = wish.picks.flatMap((pick) => pickOne(subjects(), pick));
  switch (verb) {
    case 'wait':
    case 'sweep':
      return { kind: 'sweep' };
    case 'paper': {
      const [bag] = wish.picks.flatMap((pick) => pickOne(Object.keys(model.bags), pick));
      const what = (['received', 'issued', 'discarded'] as const)[(wish.picks[0] ?? 0) % 3] ?? 'issued';
      return bag === undefined ? null : { kind: verb, what, hospital, bag };
    }
    case 'resolve': {
      const open = keysOf(model.bags, (bag) => (bag.open ?? 0) > 0);
      const [bag] = wish.picks.flatMap((pick) => pickOne(wish.isWild ? Object.keys(model.bags) : open, pick));
      return bag === undefined ? null : { kind: verb, hospital, bag };
    }
    case 'release':
      return { kind: 'release', key, count: wish.picks.length, product: wish.product, hours: wish.hours };
    case 'ship': {
      const bags = choose(place('station', 'available'));
      return bags.length ? { kind: 'ship', key, to: hospital, bags } : null;
    }
    case 'receive': {
      const shipment = one === undefined ? undefined : model.shipments[one];
      if (one === undefined || !shipment) return null;
      const bags = choose(Object.keys(shipment.bags).filter((bag) => shipment.bags[bag] === 'expected'));
      const lines = bags.map((bag, index) => ({
        bag,
        outcome: wish.outcomes[index % wish.outcomes.length] ?? ('accepted' as const),
      }));
      return lines.length ? { kind: 'receive', key, shipment: one, lines } : null;
    }
    case 'reserve':
    case 'unreserve':
    case 'issue':
    case 'release-quarantine': {
      const states = {
        reserve: ['available'],
        unreserve: ['reserved'],
        issue: ['available', 'reserved'],
        'release-quarantine': ['quarantined'],
      } as const;
      const bags = choose(place(hospital, ...states[verb]));
      if (bags.length === 0) return null;
      if (verb === 'reserve') return { kind: verb, hospital, patient, bags };
      if (verb === 'issue') return { kind: verb, key, hospital, patient, bags };
      return { kind: verb, hospital, bags };
    }
    case 'discard':
    case 'lose': {
      const bags = choose(
        place(hospital, 'available', 'quarantined', ...(verb === 'lose' ? ['reserved' as const] : [])),
      );
      return bags.length ? { kind: verb, key, hospital, bags } : null;
    }
    case 'stocktake': {
      const stands = place(hospital, 'available', 'reserved', 'quarantined');
      const bags = choose(stands.filter((bag) => model.bags[bag]?.product === 'red'));
      return bags.length ? { kind: verb, key, hospital, bags } : null;
    }
    case 'void-outbound':
      return one === undefined ? null : { kind: verb, outbound: one };
    case 'emergency': {
      const arriving = keysOf(model.bags, (bag) => bag.state === 'in_transit' && bag.expected === hospital);
      const bags = choose([...arriving, ...place(hospital, 'available', 'reserved')]);
      return bags.length ? { kind: verb, key, hospital, patient, bags } : null;
    }
    case 'void-issue':
      return one === undefined ? null : { kind: verb, issue: one };
    case 'void-receipt':
      return one === undefined ? null : { kind: verb, receipt: one };
    case 'void-shipment':
      return one === undefined ? null : { kind: verb, shipment: one, version: model.shipments[one]?.version ?? 1 };
    case 'close-short':
      return one === undefined ? null : { kind: verb, shipment: one };
  }

  function subjects(): string[] {
    if (verb === 'void-issue') return keysOf(model.issues, (issue) => wish.isWild || issue.state === 'issued');
    if (verb === 'void-outbound')
      return keysOf(model.outbounds, (outbound) => wish.isWild || outbound.state === 'registered');
    if (verb === 'void-receipt') return keysOf(model.receipts, (receipt) => wish.isWild || receipt.state === 'posted');
    const isOpen = (shipment: ModelShipment) =>
      shipment.state === 'shipped' || (shipment.state === 'partly_received' && verb !== 'void-shipment');
    return keysOf(model.shipments, (shipment) => wish.isWild || isOpen(shipment));
  }
}

function keysOf<T>(record: Readonly<Record<string, T>>, isWanted: (value: T) => boolean): string[] {
  return Object.entries(record).flatMap(([key, value]) => (isWanted(value) ? [key] : []));
}

function pickOne(from: readonly string[], pick: number): string[] {
  const found = from[pick % Math.max(from.length, 1)];
  return found === undefined ? [] : [found];
}
