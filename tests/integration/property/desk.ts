import { bindingOf, eventsAfter, type Model, type ModelBag, type Place, type State } from './model';

/** Why a command is refused: the state is wrong or the record is, it stands elsewhere, its time has come, it is on hold, or it was named or done twice. */
export const whys = ['state', 'elsewhere', 'expired', 'held', 'double'] as const;
export type Why = (typeof whys)[number];

export interface Applied {
  readonly model: Model;
  readonly isDone: boolean;
  readonly why?: Why;
}

export type Judge = (bag: ModelBag, key: string) => Why | null;

/** What every verb of the model needs: the city as it is, and how a bag is asked about and moved. */
export interface Desk {
  readonly model: Model;
  readonly key: string;
  readonly nowMs: number;
  isInDate(bag: ModelBag): boolean;
  refuse(why: Why): Applied;
  done(next: Partial<Model>): Applied;
  /** Why not all of these bags are fit; null: they are. */
  refusalOf(keys: readonly string[], judge: Judge): Why | null;
  /** Bags that stand here in one of these states, in date where it is asked. */
  stands(place: Place, states: readonly State[], needsInDate?: 'in date'): Judge;
  /** A bag with an incident that nobody has resolved goes to no shelf and on no lorry. */
  isBound(key: string): boolean;
  /** Bags written on without a movement. */
  write(keys: readonly string[], to: (bag: ModelBag, key: string) => Partial<ModelBag>): Model['bags'];
  /** Bags moved by this deed, or by the record that is named. */
  move(keys: readonly string[], to: (bag: ModelBag, key: string) => Partial<ModelBag>, by?: string): Model['bags'];
}

/** Reasons of a hold that nobody releases and no detour takes away. */
export const lastingHolds: readonly (string | null)[] = ['recall', 'to_discard', 'processing_failed'];

/** Noted of the bag by this house, until it is released there. */
export function noted({ openHolds }: ModelBag, place: Place, reason: string): ModelBag['openHolds'] {
  return { ...openHolds, [place]: [...new Set([...(openHolds[place] ?? []), reason])].sort() };
}

/** Off the shelf: on hold for this, and kept for nobody. */
export function onHold(hold: string): Partial<ModelBag> {
  return { state: 'quarantined', hold, reservedFor: null };
}

export function deskOf(model: Model, key: string, nowMs: number): Desk {
  const isInDate = (bag: ModelBag) => bag.expiresAtMs > nowMs;
  const write: Desk['write'] = (keys, to) => ({
    ...model.bags,
    ...Object.fromEntries(
      keys.flatMap((name) => {
        const bag = model.bags[name];
        return bag ? [[name, { ...bag, ...to(bag, name) }]] : [];
      }),
    ),
  });
  return {
    model,
    key,
    nowMs,
    isInDate,
    write,
    refuse: (why) => ({ model, isDone: false, why }),
    done: (next) => ({ model: { ...model, ...next }, isDone: true }),
    refusalOf(keys, judge) {
      if (keys.length === 0) return 'state';
      if (new Set(keys).size !== keys.length) return 'double';
      for (const name of keys) {
        const bag = model.bags[name];
        const why = bag ? judge(bag, name) : 'elsewhere';
        if (why) return why;
      }
      return null;
    },
    stands: (place, states, needsInDate) => (bag) => {
      if (bag.holder !== place) return 'elsewhere';
      if (!states.includes(bag.state)) return bag.state === 'quarantined' ? 'held' : 'state';
      return needsInDate && !isInDate(bag) ? 'expired' : null;
    },
    isBound: (name) => bindingOf(model, name).length > 0,
    move: (keys, to, by = key) =>
      write(keys, (bag, name) => {
        const moved = to(bag, name);
        return {
          movedBy: by,
          events: eventsAfter(bag.events, { from: bag, to: { ...bag, ...moved }, atMs: nowMs }),
          ...moved,
        };
      }),
  };
}
