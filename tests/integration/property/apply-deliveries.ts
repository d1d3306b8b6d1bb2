import type { DeedOf } from './deeds';
import { type Applied, type Desk, lastingHolds } from './desk';
import { amounts, hourMs, type Model, type ModelBag, type ModelShipment } from './model';

const isAwaited = ({ state }: ModelShipment) => state === 'shipped' || state === 'partly_received';

type Delivery = DeedOf<'release' | 'ship' | 'receive' | 'void-receipt' | 'void-shipment' | 'close-short'>;

/** What the station releases and sends, and what whoever awaits a note makes of it. */
export function applyDelivery(desk: Desk, deed: Delivery): Applied {
  switch (deed.kind) {
    case 'release':
      return release(desk, deed);
    case 'ship': {
      const why = desk.refusalOf(deed.bags, desk.stands('station', ['available'], 'in date'));
      if (why) return desk.refuse(why);
      return desk.done(sendOff(desk, deed.bags, { from: 'station', to: deed.to, kind: 'delivery' }));
    }
    case 'receive':
      return receive(desk, deed);
    case 'void-receipt':
      return voidReceipt(desk, deed);
    case 'void-shipment': {
      const shipment = desk.model.shipments[deed.shipment];
      if (shipment?.state !== 'shipped' || shipment.version !== deed.version)
        return desk.refuse(shipment?.state === 'void' ? 'double' : 'state');
      if (shipment.wasReceived) return desk.refuse('state');
      const back = { state: 'available', expected: null, sentBy: null, movedBy: deed.shipment } as const;
      return desk.done(withoutExpected(desk, deed.shipment, 'packed', 'void', () => back));
    }
    case 'close-short': {
      const shipment = desk.model.shipments[deed.shipment];
      if (!shipment || !isAwaited(shipment)) return desk.refuse('state');
      return desk.done(
        withoutExpected(desk, deed.shipment, 'missing', 'closed_short', (bag) => ({
          state: 'quarantined',
          hold: bag.heldFor ?? 'not_delivered',
          heldFor: null,
          expected: null,
          sentBy: null,
        })),
      );
    }
  }
}

function release({ model, key, nowMs, done }: Desk, deed: DeedOf<'release'>): Applied {
  const bag: ModelBag = {
    product: deed.product,
    amount: amounts[deed.product],
    expiresAtMs: nowMs + deed.hours * hourMs,
    isOfUnknownAge: false,
    marks: [],
    state: 'available',
    holder: 'station',
    expected: null,
    reservedFor: null,
    hold: null,
    heldFor: null,
    openHolds: {},
    movedBy: key,
    sentBy: null,
    receivedBy: null,
    events: { station: nowMs },
    isUnproduced: false,
    openedBy: null,
  };
  const names = Array.from({ length: deed.count }, (_, n) => `${key}.${n}`);
  return done({ bags: { ...model.bags, ...Object.fromEntries(names.map((name) => [name, bag])) } });
}

/** Bags leave with a note of this name. What one was on hold for goes with it. */
export function sendOff(
  { model, key, move }: Desk,
  bags: readonly string[],
  route: Pick<ModelShipment, 'from' | 'to' | 'kind'>,
): Pick<Model, 'bags' | 'shipments'> {
  const shipment: ModelShipment = {
    ...route,
    state: 'shipped',
    version: 1,
    received: 0,
    wasReceived: false,
    bags: Object.fromEntries(bags.map((bag) => [bag, 'expected' as const])),
  };
  return {
    // What is sent here begins anew: holds of an earlier stay hold it no more.
    bags: move(bags, ({ hold, openHolds }) => ({
      state: 'in_transit',
      expected: route.to,
      openHolds: { ...openHolds, [route.to]: [] },
      hold: null,
      heldFor: hold,
      sentBy: key,
      receivedBy: null,
    })),
    shipments: { ...model.shipments, [key]: shipment },
  };
}

/** What a hospital returned is never accepted: it waits for the station's review. A refused bag is held for what it was held for when it left. */
function receive(desk: Desk, deed: DeedOf<'receive'>): Applied {
  const { model } = desk;
  const shipment = model.shipments[deed.shipment];
  if (!shipment || !isAwaited(shipment)) return desk.refuse(shipment ? 'double' : 'state');
  const outcomes = new Map(deed.lines.map((line) => [line.bag, line.outcome]));
  const isReturn = shipment.kind === 'return';
  const why = desk.refusalOf(
    deed.lines.map((line) => line.bag),
    (bag, key) => {
      const line = shipment.bags[key];
      if (line !== 'expected') return line === undefined ? 'elsewhere' : 'double';
      if (outcomes.get(key) !== 'accepted') return null;
      if (isReturn) return 'held';
      return desk.isInDate(bag) ? null : 'expired';
    },
  );
  if (why) return desk.refuse(why);
  return desk.done({
    bags: desk.move([...outcomes.keys()], (bag, key) => {
      const outcome = outcomes.get(key);
      const common = { expected: null, sentBy: null, heldFor: null } as const;
      if (outcome === 'refused')
        return { ...common, state: 'quarantined', hold: bag.heldFor ?? 'label', receivedBy: null };
      const came = { ...common, holder: shipment.to, receivedBy: deed.key };
      if (outcome === 'accepted') return { ...came, state: 'available' };
      return { ...came, state: 'quarantined', hold: isReturn ? 'returned' : 'label' };
    }),
    shipments: ticked(model, deed.shipment, outcomes),
    receipts: {
      ...model.receipts,
      [deed.key]: { place: shipment.to, shipment: deed.shipment, state: 'posted', lines: deed.lines },
    },
  });
}

/** A note whose receiver has taken these bags in hand. */
export function ticked(
  { shipments }: Model,
  name: string,
  outcomes: ReadonlyMap<string, 'accepted' | 'held' | 'refused'>,
): Model['shipments'] {
  const shipment = shipments[name];
  if (!shipment) return shipments;
  const marks = { accepted: 'received', held: 'held', refused: 'refused' } as const;
  const bags = {
    ...shipment.bags,
    ...Object.fromEntries([...outcomes].map(([bag, outcome]) => [bag, marks[outcome]])),
  };
  const state = Object.values(bags).includes('expected') ? 'partly_received' : 'received';
  const received = shipment.received + outcomes.size;
  return {
    ...shipments,
    [name]: { ...shipment, bags, state, received, wasReceived: true, version: shipment.version + 1 },
  };
}

/** While its bags are here as they came: not out and back, not held or processed since, and free of incidents. */
function voidReceipt(desk: Desk, deed: DeedOf<'void-receipt'>): Applied {
  const { model } = desk;
  const receipt = model.receipts[deed.receipt];
  const shipment = receipt && model.shipments[receipt.shipment];
  if (!shipment || receipt.state !== 'posted') return desk.refuse('double');
  const keys = receipt.lines.filter((line) => line.outcome !== 'refused').map((line) => line.bag);
  const isHere = desk.stands(receipt.place, ['available', 'quarantined']);
  const why = desk.refusalOf(keys, (bag, key) => {
    if (bag.receivedBy !== deed.receipt) return 'state';
    return isHere(bag, key) ?? (lastingHolds.includes(bag.hold) || desk.isBound(key) ? 'held' : null);
  });
  if (why) return desk.refuse(why);
  const received = shipment.received - keys.length;
  const bags = { ...shipment.bags, ...Object.fromEntries(keys.map((key) => [key, 'expected' as const])) };
  const heldFor = (key: string) => model.outbounds[receipt.shipment]?.heldFor[key] ?? null;
  return desk.done({
    bags: desk.move(keys, (_, key) => ({
      state: 'in_transit',
      holder: shipment.from,
      expected: receipt.place,
      hold: null,
      heldFor: heldFor(key),
      sentBy: receipt.shipment,
      receivedBy: null,
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

/** A note that awaits nothing any more: what it still expected goes back to its sender. */
export function withoutExpected(
  { model, move }: Desk,
  name: string,
  mark: 'packed' | 'missing',
  state: ModelShipment['state'],
  to: (bag: ModelBag, key: string) => Partial<ModelBag>,
): Pick<Model, 'bags' | 'shipments'> {
  const shipment = model.shipments[name];
  if (!shipment) return model;
  const open = Object.keys(shipment.bags).filter((bag) => shipment.bags[bag] === 'expected');
  const bags = { ...shipment.bags, ...Object.fromEntries(open.map((bag) => [bag, mark])) };
  return {
    bags: move(open, to),
    shipments: { ...model.shipments, [name]: { ...shipment, bags, state, version: shipment.version + 1 } },
  };
}
