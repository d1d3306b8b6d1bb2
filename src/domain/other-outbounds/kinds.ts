import type { MovementKind } from '../stock/effects';

export interface OutboundKindDefinition {
  /** 出库类型 of the national record (WS/T 866). Its 4, 应急调出, is what a dispatch sends and is not registered by hand. */
  readonly nationalCode: string;
  /** The movement that takes its bags. */
  readonly movement: MovementKind;
  /** Where it goes; null: nowhere, the bags end here, and two people say so. */
  readonly destination: 'blood_station' | 'hospital' | null;
  readonly reasons: readonly string[];
}

/**
 * 出库类型 with what it does to a bag and the reasons it may have. Codes and order of the kinds, reasons of 退血 and 报废
 * [unsourced: default] (WS/T 866 names 退血原因代码 N2 and 报废原因代码 N2 without a table that could be read); the
 * reasons of the other kinds [unsourced: default]. `other` always asks for words.
 */
export const outboundKinds = {
  return: {
    nationalCode: '1',
    movement: 'give_back',
    destination: 'blood_station',
    reasons: ['temperature', 'label', 'component', 'group', 'appearance', 'near_expiry', 'other'],
  },
  discard: {
    nationalCode: '2',
    movement: 'discard',
    destination: null,
    reasons: [
      'expired',
      'haemolysis',
      'clots',
      'broken_bag',
      'temperature_failure',
      'open_too_long',
      'patient_cancelled',
      'other',
    ],
  },
  transfer: {
    nationalCode: '3',
    movement: 'ship',
    destination: 'hospital',
    reasons: ['shortage', 'near_expiry', 'rare_group', 'patient_transferred', 'other'],
  },
  research: {
    nationalCode: '5',
    movement: 'use_up',
    destination: null,
    reasons: ['quality_control', 'research', 'teaching', 'other'],
  },
  loss: {
    nationalCode: '6',
    movement: 'lose',
    destination: null,
    reasons: ['lost', 'broken_in_hand', 'missing_at_count', 'other'],
  },
  other: { nationalCode: '9', movement: 'use_up', destination: null, reasons: ['other'] },
} as const satisfies Record<string, OutboundKindDefinition>;

export type OutboundKind = keyof typeof outboundKinds;
export type OutboundReason = (typeof outboundKinds)[OutboundKind]['reasons'][number];

export const outboundKindNames = Object.keys(outboundKinds) as OutboundKind[];
export const outboundReasons: readonly OutboundReason[] = [
  ...new Set(outboundKindNames.flatMap((kind): readonly OutboundReason[] => outboundKinds[kind].reasons)),
];

/** The reasons a kind may have, in the order of the dictionary. */
export function reasonsOf(kind: OutboundKind): readonly OutboundReason[] {
  return outboundKinds[kind].reasons;
}

/** Whether somebody receives it: then the sender's one signature is enough, and the receiver's scan is the second look. */
export function isJourney(kind: OutboundKind): boolean {
  return outboundKinds[kind].destination !== null;
}

/** Movement that takes a mistaken entry back; every one of them but `unship` leads to quarantine. */
export function undoOf(kind: OutboundKind): MovementKind {
  switch (kind) {
    case 'return':
      return 'take_back';
    case 'transfer':
      return 'unship';
    case 'loss':
      return 'find';
    default:
      return 'undiscard';
  }
}
