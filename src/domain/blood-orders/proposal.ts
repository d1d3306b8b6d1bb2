import { dailyUse } from '../stock/cover';
import type { CellView } from '../stock/matrix';

/** Days of use that should be in the house once a delivery is there, per component class. [unsourced: default] */
const targetDays: Readonly<Record<string, number>> = {
  red_cells: 7,
  whole_blood: 7,
  platelets: 2,
  plasma: 10,
  cryo: 7,
};

/** The target of a class in days; null of what is made for one patient, or given too seldom to be kept. */
export function targetDaysOf(component: { componentClass: string; isMadeToOrder: boolean }): number | null {
  return component.isMadeToOrder ? null : (targetDays[component.componentClass] ?? null);
}

/** What a quantity is rounded up to: the usual bag. Red cells and cryo 2 U, plasma 200 ml, platelets 1 dose. */
export function usualBag({ sizes }: { sizes: readonly number[] }): number {
  return sizes.at(-1) ?? 100;
}

/** An order's amounts go in these steps: the largest that makes every usual bag. 0.5 U, 10 ml, 1 dose. */
export function amountStep({ unit }: { unit: 'U' | 'ml' | 'dose' }): number {
  return unit === 'U' ? 50 : unit === 'ml' ? 1000 : 100;
}

/** So many usual bags in one line are asked about only where the house uses much less; more than the limit is no order but a slip of the hand. [unsourced: default] */
const bagsUnasked = 20;
const bagsAtMost = 500;
/** Times what the house holds of the cell, or what is proposed. [unsourced: default] */
const timesUsual = 3;

/** What one line may say at most, in hundredths: 500 usual bags, 1,000 U of red cells. */
export function largestAmount(component: { sizes: readonly number[] }): number {
  return bagsAtMost * usualBag(component);
}

/**
 * Whether an amount, in hundredths, is far beyond what the house holds of this cell: more than 20 usual bags, three times the proposal and three times the
 * stock that is aimed at. Without a proposal, as for one patient, the bags alone are counted.
 */
export function isUnusual(
  component: { sizes: readonly number[] },
  amount: number,
  proposal: Pick<Proposal, 'amount' | 'perDay' | 'target'> | null,
): boolean {
  const target = proposal?.target;
  const held = target ? (target.by === 'days' ? (proposal.perDay ?? 0) * target.days : 2 * target.amount) : 0;
  return amount > bagsUnasked * usualBag(component) && amount > timesUsual * Math.max(proposal?.amount ?? 0, held);
}

export interface Proposal {
  /** Hundredths, whole usual bags. */
  readonly amount: number;
  /** Mean daily use in hundredths; null where the cell is counted. */
  readonly perDay: number | null;
  /** What is on its way or ordered and not yet on its way. */
  readonly coming: number;
  readonly usable: number;
  readonly target:
    | { readonly by: 'days'; readonly days: number }
    | { readonly by: 'count'; readonly amount: number }
    | null;
}

/**
 * Order-up-to: what is missing, when this delivery arrives, to the target days of mean use (28 days, complete days that have data), in whole usual
 * bags. `leadDays` is until then: what is used meanwhile is ordered too. Of a cell judged by count, below its minimum up to twice of it. Amounts in
 * hundredths. Nothing for what is made to order, not stocked, or without use and minimum. [unsourced: default]
 */
export function proposeAmount(
  cell: Pick<CellView, 'component' | 'usable' | 'inTransit' | 'use' | 'judgement' | 'isStocked'>,
  facts: { readonly ordered: number; readonly leadDays: number; readonly useDays: number },
): Proposal {
  const { component, usable, inTransit, use, judgement } = cell;
  const coming = inTransit.amount + facts.ordered;
  const days = targetDaysOf(component);
  const base = { coming, usable: usable.amount };
  const bag = usualBag(component);
  const inBags = (missing: number) => (missing <= 0 ? 0 : Math.ceil(missing / bag) * bag);
  if (!cell.isStocked || days === null) return { ...base, amount: 0, perDay: null, target: null };
  if (judgement.by === 'count') {
    const minimum = judgement.minimumAmount;
    const stock = usable.amount + coming;
    const amount = stock < minimum ? inBags(2 * minimum - stock) : 0;
    return { ...base, amount, perDay: null, target: { by: 'count', amount: minimum } };
  }
  if (judgement.by !== 'days' || facts.useDays <= 0) return { ...base, amount: 0, perDay: null, target: null };
  const perDay = dailyUse(use.amount, facts.useDays);
  const missing = perDay * (days + facts.leadDays) - usable.amount - coming;
  return { ...base, amount: inBags(missing), perDay, target: { by: 'days', days } };
}
