import { componentCodes } from '../blood/components';
import { defineLifecycle } from '../lifecycle';
import { defineRecord, type ListDefinition } from '../record';
import type { MovementKind, UnitState } from './effects';

/** What lies on the shelf: the default list, earliest expiry first. */
export const shelfStates = ['available', 'reserved', 'quarantined'] as const satisfies readonly UnitState[];
export type ShelfState = (typeof shelfStates)[number];

/** Expiry filters of the bag list; `warning` is the window of each component (7 days, platelets 24 h). */
export const expiryWindows = ['expired', 'h24', 'd3', 'warning', 'd14', 'later'] as const;
/** Whether a bag stands in a place of the house at all. */
export const placings = ['unplaced', 'placed'] as const;

export type ExpiryWindow = (typeof expiryWindows)[number];

/** A bag's life as far as movements exist for it (effects.ts); the verbs stand in the modules that move bags. */
export const unitLifecycle = defineLifecycle({
  initial: 'available',
  states: {
    available: { tone: 'plain', stage: 2 },
    reserved: { tone: 'plain', stage: 3 },
    quarantined: { tone: 'hold', stage: 2 },
    in_transit: { tone: 'quiet', stage: 0 },
    issued: { tone: 'done', stage: 5 },
    discarded: { tone: 'void', stage: 5 },
    lost: { tone: 'void', stage: 5 },
    processed: { tone: 'void', stage: 5 },
    withdrawn: { tone: 'void', stage: 0 },
  },
  actions: {
    ship: { from: ['available'], to: ['in_transit'], permission: 'shipments.ship' },
    receive: { from: ['in_transit'], to: ['available', 'quarantined'], permission: 'bag-receipts.post' },
    unreceive: {
      from: ['available', 'quarantined'],
      to: ['in_transit'],
      permission: 'bag-receipts.void',
      needsReason: true,
    },
    reserve: { from: ['available'], to: ['reserved'], permission: 'clinical-issues.reserve' },
    unreserve: { from: ['reserved'], to: ['available'], permission: 'clinical-issues.reserve' },
    issue: { from: ['available', 'reserved'], to: ['issued'], permission: 'clinical-issues.register' },
    unissue: { from: ['issued'], to: ['quarantined'], permission: 'clinical-issues.void', needsReason: true },
    giveBack: { from: ['available', 'quarantined'], to: ['in_transit'], permission: 'other-outbounds.register' },
    discard: { from: ['available', 'quarantined'], to: ['discarded'], permission: 'other-outbounds.register' },
    lose: { from: ['available', 'reserved', 'quarantined'], to: ['lost'], permission: 'other-outbounds.register' },
    undoOutbound: {
      from: ['in_transit', 'discarded', 'lost'],
      to: ['quarantined'],
      permission: 'other-outbounds.void',
      needsReason: true,
    },
    startProcessing: { from: ['available', 'reserved'], to: ['quarantined'], permission: 'processings.register' },
    endProcessing: {
      from: ['quarantined'],
      to: ['available', 'processed'],
      permission: 'processings.register',
    },
    undoProcessing: {
      from: ['available'],
      to: ['quarantined', 'processed'],
      permission: 'processings.void',
      needsReason: true,
    },
    restoreProcessed: {
      from: ['processed'],
      to: ['quarantined'],
      permission: 'processings.void',
      needsReason: true,
    },
    hold: { from: ['available', 'reserved'], to: ['quarantined'], permission: 'stock.hold', needsReason: true },
    releaseHold: {
      from: ['quarantined'],
      to: ['available'],
      permission: 'stock.release-hold',
      needsReason: true,
    },
    unopen: {
      from: ['available', 'quarantined'],
      to: ['withdrawn'],
      permission: 'go-lives.void',
      needsReason: true,
    },
    openAnew: { from: ['withdrawn'], to: ['available', 'quarantined'], permission: 'go-lives.post' },
    releaseAnew: { from: ['withdrawn'], to: ['available'], permission: 'station-stock.release' },
    announceAnew: { from: ['withdrawn'], to: ['in_transit'], permission: 'bag-receipts.announce' },
  },
});

/** The bags of an organisation: list, filters, export. */
export const stockRecord = defineRecord({
  module: 'stock',
  table: 'blood_units',
  readPermission: 'stock.read',
  exportPermission: 'stock.export',
  orgColumn: 'holder_org_id',
  fields: {
    donationNo: { kind: 'donation' },
    productCode: { kind: 'code' },
    component: { kind: 'component', options: componentCodes },
    group: { kind: 'group' },
    amount: { kind: 'amount' },
    expiresAt: { kind: 'instant' },
    expiry: { kind: 'choice', options: expiryWindows, column: 'expires_at' },
    storagePlace: { kind: 'text' },
    placing: { kind: 'choice', options: placings, column: 'storage_place' },
    holdReason: { kind: 'text' },
    collectedAt: { kind: 'instant' },
    state: { kind: 'state' },
  },
  listColumns: ['donationNo', 'productCode', 'component', 'group', 'amount', 'expiresAt', 'storagePlace', 'state'],
  exportColumns: [
    'donationNo',
    'productCode',
    'component',
    'group',
    'amount',
    'collectedAt',
    'expiresAt',
    'storagePlace',
    'state',
    'holdReason',
  ],
  filters: {
    donationNo: { kind: 'contains', field: 'donationNo' },
    component: { kind: 'one-of', field: 'component' },
    group: { kind: 'one-of', field: 'group' },
    expiry: { kind: 'equals', field: 'expiry' },
    state: { kind: 'one-of', field: 'state' },
    storagePlace: { kind: 'contains', field: 'storagePlace' },
    place: { kind: 'equals', field: 'storagePlace' },
    placing: { kind: 'equals', field: 'placing' },
  },
  orderBy: 'expiresAt',
  lifecycle: unitLifecycle,
});

/** Movements as the ledger list offers them: into the house, out of it, inside it, or on the way to it. */
export const movementDirections = ['in', 'out', 'inside', 'transit'] as const;
export type MovementDirection = (typeof movementDirections)[number];

export const movementKinds = [
  'release',
  'announce',
  'ship',
  'unship',
  'receive',
  'receive_hold',
  'refuse',
  'unreceive',
  'reserve',
  'unreserve',
  'issue',
  'unissue',
  'hold',
  'release_hold',
  'expire',
  'discard',
  'undiscard',
  'lose',
  'find',
  'use_up',
  'give_back',
  'take_back',
  'process_start',
  'process_end',
  'process_back',
  'process',
  'produce',
  'unproduce',
  'unprocess',
  'process_undo',
  'appear',
  'issue_fact',
  'discard_fact',
  'opening',
  'opening_hold',
  'unopen',
] as const satisfies readonly MovementKind[];

/** 流水 as a list: lines of the ledger, which have no state and nothing behind them to be opened. */
export const movementList = {
  module: 'stock',
  readPermission: 'stock.read',
  fields: {
    at: { kind: 'instant' },
    occurredAt: { kind: 'instant' },
    way: { kind: 'choice', options: movementDirections },
    kind: { kind: 'choice', options: movementKinds },
    donationNo: { kind: 'donation' },
    component: { kind: 'component', options: componentCodes },
    group: { kind: 'group' },
    amount: { kind: 'amount' },
    from: { kind: 'text' },
    to: { kind: 'text' },
    actor: { kind: 'person' },
  },
  listColumns: ['at', 'way', 'kind', 'donationNo', 'component', 'group', 'amount', 'from', 'to', 'actor'],
  exportColumns: [
    'at',
    'occurredAt',
    'way',
    'kind',
    'donationNo',
    'component',
    'group',
    'amount',
    'from',
    'to',
    'actor',
  ],
  filters: {
    donationNo: { kind: 'equals', field: 'donationNo' },
    kind: { kind: 'equals', field: 'kind' },
    way: { kind: 'equals', field: 'way' },
    group: { kind: 'equals', field: 'group' },
    at: { kind: 'since-until', field: 'at' },
    component: { kind: 'equals', field: 'component' },
  },
} as const satisfies ListDefinition;

export type MovementColumn = keyof typeof movementList.fields;

/** Jobs of the city that move bags by themselves: the names under which they act. */
export const movementSweepers: readonly string[] = ['expiry', 'reservations'];

const minuteMs = 60_000;

/** Whether a movement was entered afterwards, from paper or a later sheet: both times are else those of one transaction. */
export function isEnteredLater({ at, occurredAt }: { readonly at: Date; readonly occurredAt: Date }): boolean {
  return at.getTime() - occurredAt.getTime() >= minuteMs;
}
