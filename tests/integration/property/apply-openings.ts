import type { DeedOf } from './deeds';
import { type Applied, type Desk, lastingHolds } from './desk';
import { amounts, hourMs, keysOf, type Model, type ModelBag } from './model';

type Opening = DeedOf<'opening' | 'void-opening'>;

/** What two have counted on a shelf begins in the ledger, and is taken back while nothing has happened to it. */
export function applyOpening(desk: Desk, deed: Opening): Applied {
  return deed.kind === 'opening' ? open(desk, deed) : takeBack(desk, deed);
}

function open({ model, key, nowMs, done, isInDate }: Desk, deed: DeedOf<'opening'>): Applied {
  const fresh = Array.from({ length: deed.count }, (_, n) => [
    `${key}.${n}`,
    { ...nowhere, product: deed.product, amount: amounts[deed.product], expiresAtMs: nowMs + deed.hours * hourMs },
  ]) satisfies [string, ModelBag][];
  const again = deed.again.flatMap((name): [string, ModelBag][] => {
    const bag = model.bags[name];
    return bag ? [[name, bag]] : [];
  });
  const entered = [...fresh, ...again].map(([name, bag]): [string, ModelBag] => {
    const hold = isWarm(bag) ? 'temperature' : isInDate(bag) ? null : 'expired';
    const events = { ...bag.events, [deed.hospital]: nowMs };
    const standing = { holder: deed.hospital, hold, state: hold ? ('quarantined' as const) : ('available' as const) };
    return [name, { ...bag, ...nothingSince, ...standing, isOfUnknownAge: true, events, movedBy: key, openedBy: key }];
  });
  return done({
    bags: { ...model.bags, ...Object.fromEntries(entered) },
    openings: {
      ...model.openings,
      [key]: { hospital: deed.hospital, state: 'posted', bags: entered.map(([name]) => name) },
    },
  });
}

const nothingSince = { expected: null, reservedFor: null, heldFor: null, sentBy: null, receivedBy: null, marks: [] };
const nowhere: Omit<ModelBag, 'product' | 'amount' | 'expiresAtMs'> = {
  ...nothingSince,
  isOfUnknownAge: true,
  state: 'withdrawn',
  holder: 'station',
  hold: null,
  openHolds: {},
  movedBy: '',
  events: {},
  isUnproduced: false,
  openedBy: null,
};

/** Some house has noted it, and not released it since. */
function isWarm({ openHolds }: ModelBag): boolean {
  return Object.values(openHolds).some((reasons) => reasons.includes('temperature'));
}

function takeBack(desk: Desk, { opening: name }: DeedOf<'void-opening'>): Applied {
  const opening = desk.model.openings[name];
  if (opening?.state !== 'posted') return desk.refuse(opening ? 'double' : 'elsewhere');
  const isThere = desk.stands(opening.hospital, ['available', 'quarantined']);
  const why = desk.refusalOf(
    opening.bags,
    (bag, key) => isThere(bag, key) ?? (bag.openedBy !== name || lastingHolds.includes(bag.hold) ? 'state' : null),
  );
  if (why) return desk.refuse(why);
  return desk.done({
    bags: desk.move(opening.bags, () => ({ state: 'withdrawn', hold: null, openedBy: null })),
    openings: { ...desk.model.openings, [name]: { ...opening, state: 'void' } },
  });
}

/** Whatever else happened to a bag: its opening is not taken back any more. That its time has come is no deed. */
export function forgetOpenings(before: Model, after: Model): Model {
  const touched = keysOf(after.bags, (bag, key) => {
    const was = before.bags[key];
    return bag.openedBy !== null && was !== undefined && was !== bag && JSON.stringify(was) !== JSON.stringify(bag);
  });
  if (touched.length === 0) return after;
  const bags = Object.fromEntries(
    Object.entries(after.bags).map(([key, bag]) => [key, touched.includes(key) ? { ...bag, openedBy: null } : bag]),
  );
  return { ...after, bags };
}
