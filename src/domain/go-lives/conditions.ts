import type { Violation } from '../result';
import { countDays, type TrialDay } from './trial';

export interface StartFacts {
  /** The city's day, and the one before it. */
  readonly today: string;
  readonly yesterday: string;
  readonly postedRounds: number;
  /** A count that has begun and is neither posted nor counted anew. */
  readonly isCounting: boolean;
  /** When an opening was last posted or taken back: a count that was declared before speaks of another ledger. */
  readonly lastOpeningAt: Date | null;
  readonly gaps: number;
  readonly minTrialDays: number;
  /** Newest first. */
  readonly days: readonly Pick<TrialDay, 'day' | 'declaredAt' | 'differences'>[];
}

export const conditionCodes = ['opening', 'gaps', 'days', 'last_day', 'differences'] as const;
export type ConditionCode = (typeof conditionCodes)[number];

export interface Condition {
  readonly code: ConditionCode;
  readonly isMet: boolean;
  readonly facts: Readonly<Record<string, string | number>>;
}

/**
 * What must be so before the start: the opening is posted and no count stands open, no code of the house is a gap, both counts were there on enough
 * days, the last of them is today or yesterday and was declared since the last opening was posted or taken back, and on it they agreed. All of it
 * [unsourced: default].
 */
export function conditionsOf(facts: StartFacts): Condition[] {
  const { counted } = countDays(facts.days);
  const last = facts.days.find(({ declaredAt }) => declaredAt !== null);
  const isOutdated = Boolean(last?.declaredAt && facts.lastOpeningAt && last.declaredAt < facts.lastOpeningAt);
  return [
    { code: 'opening', isMet: facts.postedRounds > 0 && !facts.isCounting, facts: { rounds: facts.postedRounds } },
    { code: 'gaps', isMet: facts.gaps === 0, facts: { count: facts.gaps } },
    {
      code: 'days',
      isMet: counted >= facts.minTrialDays,
      facts: { counted, needed: facts.minTrialDays },
    },
    {
      code: 'last_day',
      isMet: last !== undefined && !isOutdated && (last.day === facts.today || last.day === facts.yesterday),
      facts: { day: isOutdated ? 'outdated' : (last?.day ?? 'none') },
    },
    {
      code: 'differences',
      isMet: last !== undefined && last.differences === 0,
      facts: { count: last?.differences ?? 0, day: last?.day ?? 'none' },
    },
  ];
}

/** What forbids the start, each condition by its name. A difference that is left forbids nothing once its reason is stated. */
export function checkStart(facts: StartFacts, reason: string): Violation[] {
  return conditionsOf(facts).flatMap(({ code, isMet, facts: said }): Violation[] => {
    if (isMet) return [];
    if (code === 'opening' && facts.isCounting) return [{ code: 'go_live.count_open' }];
    // Without any day the two before have said so.
    if (code === 'differences' && said.day === 'none') return [];
    if (code === 'differences')
      return reason.trim().length >= 2 ? [] : [{ code: 'go_live.difference_left', path: 'reason', facts: said }];
    return [{ code: `go_live.needs_${code}`, facts: said }];
  });
}
