/**
 * What every movement does to a bag: the single source of truth of the ledger.
 * A movement takes one bag from an account to an account; an account is (organisation, bucket) or an outside bucket.
 * Read by post/ship/receive, loaded into `unit_edges` at every start, and by the model of the property test.
 */
export const stockBuckets = ['available', 'reserved', 'quarantined', 'in_transit'] as const;
export type StockBucket = (typeof stockBuckets)[number];

export const outsideBuckets = ['supply', 'patient', 'discarded', 'lost', 'processed', 'out_of_city'] as const;
export type OutsideBucket = (typeof outsideBuckets)[number];

export type Bucket = StockBucket | OutsideBucket;

export const unitStates = [
  'available',
  'reserved',
  'quarantined',
  'in_transit',
  'issued',
  'discarded',
  'lost',
  'processed',
  'out_of_city',
  'withdrawn',
] as const;
export type UnitState = (typeof unitStates)[number];

export interface Effect {
  readonly from: readonly (UnitState | 'new')[];
  readonly to: UnitState;
  /** Refused when the bag is expired: intentions only, never facts. */
  readonly needsInDate?: true;
}

export const effects = {
  /** The station releases a bag: supply → station.available. */
  release: { from: ['new', 'withdrawn'], to: 'available' },
  /** A delivery arrived without a note: supply → receiver.in_transit, received at once. */
  announce: { from: ['new', 'withdrawn'], to: 'in_transit' },
  /** Sender.available → receiver.in_transit; the sender holds it until received. */
  ship: { from: ['available'], to: 'in_transit', needsInDate: true },
  unship: { from: ['in_transit'], to: 'available' },
  receive: { from: ['in_transit'], to: 'available' },
  receive_hold: { from: ['in_transit'], to: 'quarantined' },
  /** Receiver.in_transit → sender.quarantined. */
  refuse: { from: ['in_transit'], to: 'quarantined' },
  /** A mistaken receipt is voided while its bags are still here. */
  unreceive: { from: ['available', 'quarantined'], to: 'in_transit' },
  reserve: { from: ['available'], to: 'reserved', needsInDate: true },
  unreserve: { from: ['reserved'], to: 'available' },
  issue: { from: ['available', 'reserved'], to: 'issued', needsInDate: true },
  /** A voided issue comes back on hold: a reviewer decides whether it may be used. */
  unissue: { from: ['issued'], to: 'quarantined' },
  hold: { from: ['available', 'reserved'], to: 'quarantined' },
  release_hold: { from: ['quarantined'], to: 'available', needsInDate: true },
  expire: { from: ['available', 'reserved'], to: 'quarantined' },
  /** 报废: never usable again. A bag kept for a patient is given back first, so that somebody tells the ward. */
  discard: { from: ['available', 'quarantined'], to: 'discarded' },
  /** A mistaken discard or use is taken back: on hold, a reviewer decides whether the bag may be used. */
  undiscard: { from: ['discarded'], to: 'quarantined' },
  /** Lost or broken. A fact: also of a bag kept for a patient, whose reservation ends with it. */
  lose: { from: ['available', 'reserved', 'quarantined'], to: 'lost' },
  /** A bag reported lost stands here after all: on hold. */
  find: { from: ['lost'], to: 'quarantined' },
  /** For research, quality control or another named end. It has no outside bucket of its own: it ends where a discarded bag ends, and the record says for what. */
  use_up: { from: ['available', 'quarantined'], to: 'discarded' },
  /** 退回血站: holder's shelf or quarantine → station.in_transit. Expired bags too; the holder holds it until the station has received it. */
  give_back: { from: ['available', 'quarantined'], to: 'in_transit' },
  /** A return that the station has not received is taken back: on hold, never straight to the shelf. */
  take_back: { from: ['in_transit'], to: 'quarantined' },
  /** 加工 begins: nobody else has the bag until it ends. A reservation stays what it is. */
  process_start: { from: ['available', 'reserved'], to: 'quarantined', needsInDate: true },
  /** It ends, and the same bag is back on the shelf with its new expiry. */
  process_end: { from: ['quarantined'], to: 'available', needsInDate: true },
  /** It was cancelled before anything was done to the bag. */
  process_back: { from: ['quarantined'], to: 'available', needsInDate: true },
  /** The bag ends: what was in it is in other bags. */
  process: { from: ['quarantined'], to: 'processed' },
  /** A bag begins that was made of others: processed → holder.available. Or again, where the processing that made it was voided. */
  produce: { from: ['new', 'processed'], to: 'available' },
  /** A mistaken processing is taken back: what it made ends, */
  unproduce: { from: ['available', 'quarantined'], to: 'processed' },
  /** and what it ended is here again, on hold. */
  unprocess: { from: ['processed'], to: 'quarantined' },
  /** The same bag, whose processing was a mistake: on hold until its label has been read again, also one that had expired by it. */
  process_undo: { from: ['available', 'quarantined'], to: 'quarantined' },
  /**
   * Written on paper while the system was away: the bag was in this house, wherever the ledger has it. Its account → quarantine here; what
   * was done with it follows. Not of a bag that a patient has: two reports of one bag are for a person to judge.
   */
  appear: { from: ['available', 'reserved', 'quarantined', 'in_transit', 'discarded', 'lost'], to: 'quarantined' },
  /** 补录: it was given to a patient, whatever forbade it. */
  issue_fact: { from: ['available', 'reserved', 'quarantined'], to: 'issued' },
  /** 补录: it was thrown away, also one that was kept for somebody. */
  discard_fact: { from: ['available', 'reserved', 'quarantined'], to: 'discarded' },
  /** 期初 of a hospital that begins to work here: supply → its shelf, of a bag that two have counted there. */
  opening: { from: ['new', 'withdrawn'], to: 'available', needsInDate: true },
  /** The same of one that had expired, or whose group is in doubt: a fact, on hold. */
  opening_hold: { from: ['new', 'withdrawn'], to: 'quarantined' },
  /** An opening is taken back while its bags have not moved: back outside, until an opening, a release or an announced delivery enters them anew. */
  unopen: { from: ['available', 'quarantined'], to: 'withdrawn' },
} as const satisfies Record<string, Effect>;

export type MovementKind = keyof typeof effects;

/** Each takes a departure back that never took place, by the entry that told it. */
export const undoingKinds = [
  'unship',
  'take_back',
  'unissue',
  'undiscard',
  'find',
] as const satisfies readonly MovementKind[];

export function effectOf(kind: MovementKind): Effect {
  return effects[kind];
}

/** The account bucket in which a bag of this state stands. */
export function bucketOf(state: UnitState | 'new'): Bucket {
  if (state === 'new' || state === 'withdrawn') return 'supply';
  return state === 'issued' ? 'patient' : state;
}

export function isStockBucket(bucket: Bucket): bucket is StockBucket {
  return (stockBuckets as readonly string[]).includes(bucket);
}

/** Rows of the database's edge table. */
export function unitEdges(): { kind: MovementKind; from: UnitState | 'new'; to: UnitState }[] {
  return (Object.keys(effects) as MovementKind[]).flatMap((kind) =>
    effectOf(kind).from.map((from) => ({ kind, from, to: effectOf(kind).to })),
  );
}
