import { type QuotaMeasure, quotaMeasures } from '../blood/measures';
import type { AccountFigures } from './rules';

export interface YearAccount extends AccountFigures {
  readonly measure: QuotaMeasure;
  readonly kind: 'plan' | 'donor' | 'overdraft';
}

export interface MeasureFigures {
  readonly measure: QuotaMeasure;
  readonly granted: number;
  readonly donor: number;
  readonly pledged: number;
  readonly used: number;
  readonly over: number;
  readonly left: number;
  /** 执行率: used, beyond the plan too, of what was granted, whole percent; null: nothing was granted. */
  readonly rate: number | null;
}

/** What the accounts of a year say, by measure, in hundredths; measures without a plan are left out. */
export function figuresOf(accounts: readonly YearAccount[]): MeasureFigures[] {
  return quotaMeasures.flatMap((measure) => {
    const of = (kind: YearAccount['kind']) => accounts.find((one) => one.measure === measure && one.kind === kind);
    const [plan, donor, overdraft] = [of('plan'), of('donor'), of('overdraft')];
    if (!plan && !donor) return [];
    const over = (overdraft?.pledged ?? 0) + (overdraft?.used ?? 0);
    const granted = plan?.granted ?? 0;
    const used = (plan?.used ?? 0) + (donor?.used ?? 0) + (overdraft?.used ?? 0);
    const pledged = (plan?.pledged ?? 0) + (donor?.pledged ?? 0) + (overdraft?.pledged ?? 0);
    const all = granted + (donor?.granted ?? 0);
    return [
      {
        measure,
        granted,
        donor: donor?.granted ?? 0,
        pledged,
        used,
        over,
        left: all - (pledged + used - over),
        rate: all > 0 ? Math.round((100 * used) / all) : null,
      },
    ];
  });
}

/** Whole percent of a year that is gone on a day of the city. */
export function yearGone(year: number, today: string): number {
  const start = Date.UTC(year, 0, 1);
  const end = Date.UTC(year + 1, 0, 1);
  const at = Date.parse(`${today}T00:00:00Z`);
  return Math.round((100 * Math.min(Math.max(at - start, 0), end - start)) / (end - start));
}
