import fc from 'fast-check';
import type { ProcessingName } from '@/domain/processings/kinds';
import type { Outcome } from '../../support/city-work';
import { type DeedKind, type PaperFlaw, type PaperKind, paperFlaws, paperKinds } from './deeds';
import type { Hospital } from './model';

export const decisions = ['keep', 'discard', 'release', 'release'] as const;

/** A wish as it is drawn: numbers that choose among what there is. */
export interface Wish {
  readonly verb: DeedKind;
  readonly hospital: Hospital;
  /** Does it at the station, where the station may. */
  readonly isStation: boolean;
  readonly to: Hospital;
  readonly patient: number;
  readonly picks: readonly number[];
  readonly outcomes: readonly Outcome[];
  readonly hours: number;
  readonly product: 'red' | 'plasma' | 'platelets';
  readonly what: ProcessingName;
  readonly isOpenSystem: boolean;
  readonly isAtOnce: boolean;
  readonly loss: number;
  readonly told: PaperKind;
  readonly flaw: PaperFlaw;
  readonly decision: (typeof decisions)[number];
  /** Chooses among all there is and names a bag twice: mostly refused. */
  readonly fault: 'none' | 'wild' | 'twice';
}

/** Verbs in the proportions in which they are drawn: beginnings are likelier than ends, so that there is something to end. */
const proportions = {
  release: 2,
  ship: 5,
  receive: 8,
  'close-short': 1,
  'void-receipt': 3,
  'void-shipment': 1,
  reserve: 5,
  unreserve: 2,
  issue: 5,
  emergency: 2,
  'void-issue': 2,
  discard: 2,
  lose: 2,
  'use-up': 1,
  return: 4,
  transfer: 5,
  'void-outbound': 4,
  hold: 2,
  'release-quarantine': 6,
  start: 11,
  end: 6,
  cancel: 2,
  'void-processing': 4,
  sweep: 2,
} as const satisfies Partial<Record<DeedKind, number>>;

const drawn = (of: Partial<Record<DeedKind, number>>): fc.Arbitrary<DeedKind> =>
  fc.constantFrom(
    ...(Object.entries(of) as [DeedKind, number][]).flatMap(([verb, n]) => Array.from({ length: n }, () => verb)),
  );
/** What two people may do at the same instant: one command each. A count is two, and sheets are entered by one hospital after the other. */
const verbsAtOnce = drawn(proportions);
const allVerbs = drawn({ ...proportions, opening: 2, 'void-opening': 4, stocktake: 4, paper: 7, resolve: 10, wait: 4 });

const several = (from: fc.Arbitrary<number>) => fc.array(from, { minLength: 1, maxLength: 4 });
const wishOf = (verb: fc.Arbitrary<DeedKind>): fc.Arbitrary<Wish> =>
  fc.record({
    verb,
    hospital: fc.constantFrom(0, 0, 1, 2),
    isStation: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
    to: fc.constantFrom(0, 1, 1, 2),
    patient: fc.constantFrom(0, 0, 1),
    picks: several(fc.nat(20)),
    outcomes: fc.array(fc.constantFrom('accepted', 'accepted', 'accepted', 'held', 'refused'), {
      minLength: 1,
      maxLength: 4,
    }),
    // No multiple of the eight hours that a wait lasts.
    hours: fc.constantFrom(6, 30, 300, 300, 300),
    product: fc.constantFrom('red', 'red', 'plasma', 'platelets', 'platelets'),
    what: fc.constantFrom('thaw', 'thaw', 'irradiate', 'wash', 'split', 'pool', 'pool', 'pool', 'open'),
    isOpenSystem: fc.boolean(),
    isAtOnce: fc.boolean(),
    loss: fc.constantFrom(0, 0, 10),
    told: fc.constantFrom(...paperKinds),
    flaw: fc.constantFrom('none', 'none', 'none', 'none', ...paperFlaws),
    decision: fc.constantFrom(...decisions),
    fault: fc.constantFrom('none', 'none', 'none', 'none', 'none', 'none', 'none', 'wild', 'twice'),
  });

export const anyWish = wishOf(allVerbs);
export const wishAtOnce = wishOf(verbsAtOnce);

const wish = (verb: DeedKind, more: Partial<Wish> = {}): Wish => ({
  verb,
  hospital: 0,
  isStation: false,
  to: 0,
  patient: 0,
  picks: [0, 1, 2, 3],
  outcomes: ['accepted'],
  hours: 300,
  product: 'red',
  what: 'split',
  isOpenSystem: false,
  isAtOnce: true,
  loss: 0,
  told: 'issued',
  flaw: 'none',
  decision: 'keep',
  fault: 'none',
  ...more,
});

/** Every run starts with bags at the station and on two shelves. */
export const beginning: readonly Wish[] = [
  wish('release'),
  wish('release', { product: 'plasma' }),
  wish('release', { product: 'platelets' }),
  wish('ship', { picks: [0, 1, 4, 8, 9] }),
  wish('receive', { picks: [0, 1, 2, 3, 4] }),
  wish('ship', { to: 1, picks: [0, 2, 5, 6] }),
  wish('receive'),
];
