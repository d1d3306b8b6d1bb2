import type { MovementTally } from '../change';

interface TalliedBag {
  readonly component: string;
  readonly abo: string;
  readonly rhd: string;
  readonly amount: number;
}

/** How a house reports was agreed: the city hears of it, and no ticker says so. */
export const agreedKind = 'agree';

/** What the city hears of a movement: how many bags; component and amount, and the group, only when all bags share them. */
export function tallyOfBags(kind: string, bags: readonly TalliedBag[]): MovementTally {
  const [first] = bags;
  if (!first) return { kind, bags: 0 };
  const isOneComponent = bags.every((bag) => bag.component === first.component);
  const isOneGroup = bags.every((bag) => bag.abo === first.abo && bag.rhd === first.rhd);
  return {
    kind,
    bags: bags.length,
    ...(isOneComponent ? { component: first.component, amount: bags.reduce((sum, bag) => sum + bag.amount, 0) } : {}),
    ...(isOneGroup ? { group: `${first.abo}.${first.rhd}` } : {}),
  };
}
