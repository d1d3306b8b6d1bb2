import type { AmountUnit, ReportClass } from './components';

/** What a plan speaks of: by class of the monthly report, whatever the component. Whole blood counts as red cells. [unsourced: default] */
export const quotaMeasures = ['red_cells', 'platelets', 'plasma', 'cryo'] as const;
export type QuotaMeasure = (typeof quotaMeasures)[number];

/** The unit in whose hundredths a measure is counted: that of its components. */
export const measureUnits = {
  red_cells: 'U',
  platelets: 'dose',
  plasma: 'ml',
  cryo: 'U',
} as const satisfies Record<QuotaMeasure, AmountUnit>;

/** Null: no plan speaks of it (granulocytes, stem cells). quota_measure() of the database says the same. */
export function measureOf(reportClass: ReportClass | undefined): QuotaMeasure | null {
  if (reportClass === 'whole_blood') return 'red_cells';
  return quotaMeasures.find((measure) => measure === reportClass) ?? null;
}

/** Whole blood given, in ml, that makes 1 U of red cells. GB 18469. */
export const mlPerRedCellUnit = 200;
