import type { Action, Role } from '../permissions';
import type { Material } from './material';

/** Something that happened, as the records say it; a step that names one is ticked by it and by nothing else. */
export const factNames = [
  'scanned',
  'typed',
  'received',
  'present_received',
  'closed_short',
  'issued_one',
  'issued_two',
  'discarded',
  'counted',
  'missing_named',
  'extra_named',
  'ordered',
  'accepted',
  'sent',
  'arrived',
  'clock_started',
  'emergency_issued',
  'emergency_in_time',
  'answered',
  'picked',
  'packed',
  'departed',
  /** What should not have been done, and was. */
  'forced',
  /** What it is done with has ended or is gone, and something waits for it. */
  'stuck',
] as const;
export type FactName = (typeof factNames)[number];

/** When each happened; null or absent: not yet. */
export type ExerciseFacts = Readonly<Partial<Record<FactName, Date | null>>>;

export interface ExerciseStep {
  readonly code: string;
  /** The screen where it is done. `{shipment}`, `{order}`, `{place}` and `{exercise}` stand for ids of this round. */
  readonly href: string;
  /** Who cannot go to `href`, does without the link. */
  readonly needs?: Action;
  /** Null: advice, of which nothing is written down. It is never ticked and never waited for. */
  readonly fact: FactName | null;
}

export interface Exercise {
  readonly code: ExerciseCode;
  readonly roles: readonly Role[];
  /** How long it takes somebody who does it for the first time. [unsourced: default] */
  readonly minutes: number;
  readonly steps: readonly ExerciseStep[];
  /** A fact that says it went wrong: it cannot be finished any more, and is begun anew. */
  readonly wrong?: FactName;
  /** Somebody else signs beside whoever practises. */
  readonly needsSecond?: true;
  /** Seconds that the person has, from a start of his own. */
  readonly seconds?: number;
}

export const exerciseCodes = [
  'receive',
  'receive-difference',
  'issue',
  'discard',
  'stocktake',
  'order',
  'emergency',
  'supply',
] as const;
export type ExerciseCode = (typeof exerciseCodes)[number];

const bench = ['technician', 'reviewer'] as const;
const receiving = '/bag-receipts/receive/{shipment}';
const labels = '/exercises/{exercise}/print';
const print: ExerciseStep = { code: 'print', href: labels, fact: null };

/** Source of 60 s: 医疗机构临床用血管理办法 asks for an emergency supply without a figure; the figure is the issue's. [unsourced: default] */
export const emergencySeconds = 60;

/** In the order in which a newcomer of a blood bank meets them. */
export const catalogue: readonly Exercise[] = [
  {
    code: 'receive',
    roles: bench,
    needsSecond: true,
    minutes: 6,
    steps: [
      print,
      { code: 'scan', href: receiving, fact: 'scanned' },
      { code: 'type', href: receiving, fact: 'typed' },
      { code: 'post', href: receiving, fact: 'received' },
    ],
  },
  {
    code: 'receive-difference',
    roles: bench,
    needsSecond: true,
    minutes: 8,
    steps: [
      print,
      { code: 'extra', href: receiving, fact: null },
      { code: 'present', href: receiving, fact: 'present_received' },
      { code: 'close', href: receiving, fact: 'closed_short' },
    ],
    wrong: 'forced',
  },
  {
    code: 'issue',
    roles: bench,
    needsSecond: true,
    minutes: 8,
    steps: [
      print,
      { code: 'expired', href: '/clinical-issues/new', fact: null },
      { code: 'first', href: '/clinical-issues/new', fact: 'issued_one' },
      { code: 'second', href: '/clinical-issues/new', fact: 'issued_two' },
    ],
  },
  {
    code: 'discard',
    roles: bench,
    needsSecond: true,
    minutes: 4,
    steps: [
      print,
      { code: 'find', href: '/stock/bags?expiry=expired', fact: null },
      { code: 'discard', href: '/other-outbounds/new', fact: 'discarded' },
    ],
  },
  {
    code: 'stocktake',
    roles: bench,
    needsSecond: true,
    minutes: 6,
    steps: [
      print,
      { code: 'count', href: '/stock/stocktakes/{place}', fact: null },
      { code: 'missing', href: '/stock/stocktakes/{place}', fact: 'missing_named' },
      { code: 'extra', href: '/stock/stocktakes/{place}', fact: 'extra_named' },
      { code: 'sign', href: '/stock/stocktakes/{place}', fact: 'counted' },
    ],
  },
  {
    code: 'order',
    roles: bench,
    needsSecond: true,
    minutes: 8,
    steps: [
      { code: 'order', href: '/blood-orders/new', fact: 'ordered' },
      { code: 'accepted', href: '/blood-orders', fact: 'accepted' },
      { code: 'sent', href: '/blood-orders', fact: 'sent' },
      print,
      { code: 'receive', href: '/bag-receipts', fact: 'arrived' },
    ],
  },
  {
    code: 'emergency',
    roles: [...bench, 'nurse'],
    minutes: 3,
    seconds: emergencySeconds,
    steps: [
      print,
      { code: 'start', href: '/exercises', fact: 'clock_started' },
      { code: 'issue', href: '/clinical-issues/emergency', fact: 'emergency_issued' },
      { code: 'in-time', href: '/exercises', fact: 'emergency_in_time' },
      { code: 'after', href: '/clinical-issues', needs: 'clinical-issues.read', fact: null },
    ],
  },
  {
    code: 'supply',
    roles: ['station_clerk'],
    minutes: 8,
    steps: [
      { code: 'answer', href: '/blood-orders/{order}/answer', fact: 'answered' },
      print,
      { code: 'pick', href: '/blood-orders/{order}/pick', fact: 'picked' },
      { code: 'pack', href: '/blood-orders/{order}/pick', fact: 'packed' },
      { code: 'send', href: '/blood-orders/{order}/pick', fact: 'departed' },
    ],
  },
];

/** @returns undefined of a code that this release does not know any more. */
export function exerciseOf(code: string): Exercise | undefined {
  return catalogue.find((exercise) => exercise.code === code);
}

/** What somebody with these roles practises. */
export function exercisesFor(roles: readonly Role[]): Exercise[] {
  return catalogue.filter((exercise) => exercise.roles.some((role) => roles.includes(role)));
}

/** Where a step is done in this round. */
export function hrefOf(
  step: Pick<ExerciseStep, 'href'>,
  round: { readonly id: string; readonly material: Material | null },
): string {
  const { material } = round;
  return step.href
    .replace('{exercise}', round.id)
    .replace('{shipment}', material?.shipment?.id ?? '')
    .replace('{order}', material?.order?.id ?? '')
    .replace('{place}', material?.place?.id ?? '');
}
