import type { DeedOf } from './deeds';
import { type Applied, type Desk, lastingHolds, noted, onHold } from './desk';
import { isForFridge } from './making';
import { bindingOf, type ModelBag, type Place } from './model';

const neverReleased: readonly (string | null)[] = [...lastingHolds, 'processing'];

type Hold = DeedOf<'hold' | 'release-quarantine' | 'stocktake' | 'resolve' | 'sweep' | 'wait'>;

/** What takes bags off the shelf where they stand, and what brings them back. */
export function applyHold(desk: Desk, deed: Hold): Applied {
  switch (deed.kind) {
    case 'hold': {
      const why = desk.refusalOf(deed.bags, desk.stands(deed.place, ['available', 'reserved']));
      if (why) return desk.refuse(why);
      return desk.done({
        bags: desk.move(deed.bags, (bag) => ({
          ...onHold('label'),
          openHolds: noted(bag, deed.place, 'label'),
          receivedBy: null,
        })),
      });
    }
    case 'release-quarantine': {
      const isHeld = desk.stands(deed.place, ['quarantined'], 'in date');
      const why = desk.refusalOf(deed.bags, (bag, key) => {
        const isKept = neverReleased.includes(bag.hold) || desk.isBound(key);
        return isHeld(bag, key) ?? (isKept ? 'held' : null);
      });
      if (why) return desk.refuse(why);
      return desk.done({ bags: desk.move(deed.bags, (bag) => released(bag, deed.place)) });
    }
    case 'stocktake':
      return count(desk, deed);
    case 'resolve':
      return resolve(desk, deed);
    case 'sweep':
      return sweep(desk);
    case 'wait':
      return desk.done({});
  }
}

function released({ openHolds }: ModelBag, place: Place): Partial<ModelBag> {
  return { state: 'available', hold: null, openHolds: { ...openHolds, [place]: [] } };
}

/** What is missing is searched for. On hold already: it stays held for what it was. In a processing: it is in its bath, and not missing. */
function count(desk: Desk, { hospital, found, missing }: DeedOf<'stocktake'>): Applied {
  const isHere = desk.stands(hospital, ['available', 'reserved', 'quarantined']);
  const why = desk.refusalOf([...found, ...missing], (bag, key) => (isForFridge(bag) ? isHere(bag, key) : 'state'));
  if (why) return desk.refuse(why);
  const searched = missing.filter((key) => desk.model.bags[key]?.hold !== 'processing');
  const isOnShelf = (key: string) => desk.model.bags[key]?.state !== 'quarantined';
  const bags = desk.move(searched.filter(isOnShelf), () => ({ ...onHold('under_search'), receivedBy: null }));
  const marked = Object.fromEntries(
    searched.flatMap((key) => {
      const bag = bags[key];
      return bag ? [[key, { ...bag, openHolds: noted(bag, hospital, 'under_search') }]] : [];
    }),
  );
  return desk.done({ bags: { ...bags, ...marked } });
}

/** A bag comes back only by its last incident; kept or to be discarded it stays on hold, and a processing has lost it. */
function resolve(desk: Desk, deed: DeedOf<'resolve'>): Applied {
  const { model } = desk;
  const { house, bag: key, decision } = deed;
  const index = model.incidents.findIndex(
    (one) =>
      one.isOpen &&
      one.house === house &&
      one.bag === key &&
      one.rule === deed.rule &&
      one.isBinding === deed.isBinding,
  );
  const bag = model.bags[key];
  if (index < 0 || !bag) return desk.refuse('double');
  const incidents = model.incidents.map((one, n) => (n === index ? { ...one, isOpen: false } : one));
  const isHeldHere = bag.state === 'quarantined' && bag.holder === house;
  const close = (to: Partial<ModelBag>) => desk.done({ incidents, bags: desk.write([key], () => to) });
  if (decision === 'note') return isHeldHere && deed.isBinding ? desk.refuse('held') : close({});
  if (!isHeldHere) return desk.refuse(bag.holder === house ? 'state' : 'elsewhere');
  if (decision === 'keep')
    return close(bag.hold === 'processing' ? { hold: 'processing_voided', reservedFor: null } : {});
  if (decision === 'discard')
    return close(lastingHolds.includes(bag.hold) ? {} : { hold: 'to_discard', reservedFor: null });
  if (!desk.isInDate(bag)) return desk.refuse('expired');
  if (bindingOf({ ...model, incidents }, key).length > 0 || neverReleased.includes(bag.hold))
    return desk.refuse('held');
  return desk.done({ incidents, bags: desk.move([key], () => released(bag, house)) });
}

/** The jobs of the city: what has expired leaves the shelf, and who waited too long is waited for no more. */
function sweep(desk: Desk): Applied {
  const { model, nowMs } = desk;
  return desk.done({
    bags: desk.write(Object.keys(model.bags), (bag) => {
      if ((bag.state === 'available' || bag.state === 'reserved') && !desk.isInDate(bag))
        return { ...onHold('expired'), movedBy: desk.key };
      if (bag.state === 'reserved' && (bag.reservedFor?.releaseAtMs ?? 0) <= nowMs)
        return { state: 'available', reservedFor: null };
      return {};
    }),
  });
}
