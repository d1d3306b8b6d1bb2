import type { AboGroup } from '@/domain/blood/groups';
import type { Random } from '@/server/demo/random';

/** Shanghai's Han population: A 31 %, B 28 %, O 31 %, AB 10 %; RhD negative 0.3 % [unsourced: default]. */
const aboShares: readonly (readonly [AboGroup, number])[] = [
  ['A', 0.31],
  ['B', 0.28],
  ['O', 0.31],
  ['AB', 0.1],
];
const rhdNegativeShare = 0.003;

export function drawGroup(random: Random): { abo: 'A' | 'B' | 'O' | 'AB'; rhd: 'positive' | 'negative' } {
  return {
    abo: drawByShare(random, aboShares) as 'A',
    rhd: random.next() < rhdNegativeShare ? 'negative' : 'positive',
  };
}

/** What a lorry brings, by bags: as many red cells as everything else. Shares from a year's bags of the city [unsourced: default]. */
export const componentShares = [
  ['rbc-lr', 0.5],
  ['rbc-suspended', 0.06],
  ['ffp', 0.24],
  ['plt-apheresis', 0.13],
  ['cryo', 0.07],
] as const;

export function drawByShare<T>(random: Random, shares: readonly (readonly [T, number])[]): T {
  let left = random.next() * shares.reduce((sum, [, share]) => sum + share, 0);
  for (const [item, share] of shares) {
    left -= share;
    if (left < 0) return item;
  }
  const last = shares.at(-1);
  if (!last) throw new RangeError('nothing to draw from');
  return last[0];
}

/** How busy an hour of the city's clock is beside the mean of its day: lorries and theatres in the morning, little at night. */
export function busyness(hour: number): number {
  if (hour >= 8 && hour < 11) return 2.4;
  if (hour >= 11 && hour < 18) return 1.2;
  if (hour >= 18 && hour < 22) return 0.6;
  return 0.3;
}
