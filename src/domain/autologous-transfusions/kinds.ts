import { mlPerRedCellUnit } from '../blood/measures';
import type { PlaceClass } from '../stock/places';

/** 自体输血种类: the three columns of the monthly report [S-MQC]; element 自体输血种类代码 [S-866]. */
export const autologousTypes = ['predeposit', 'haemodilution', 'salvage'] as const;
export type AutologousType = (typeof autologousTypes)[number];

/** When blood was salvaged. [unsourced: default] */
export const salvagePhases = ['intraoperative', 'postoperative', 'trauma'] as const;
export const asaGrades = ['1', '2', '3', '4', '5', '6'] as const;
export const outcomes = ['good', 'partial', 'none'] as const;

export interface PredepositProduct {
  /** Whole days from the collection; the bag ends at 23:59 of the last one. */
  readonly shelfDays: number;
  /** ml that count as 1 U of whole blood or red cells in the autologous rate; null: not counted in it. */
  readonly mlPerUnit: number | null;
  readonly placeClass: PlaceClass;
}

/** What is kept of a predeposit and how long: by anticoagulant, additive and temperature. Days and volumes of a unit [unsourced: default]. */
export const predepositProducts = {
  whole_blood_cpda1: { shelfDays: 35, mlPerUnit: mlPerRedCellUnit, placeClass: 'red_cells' },
  whole_blood_acd: { shelfDays: 21, mlPerUnit: mlPerRedCellUnit, placeClass: 'red_cells' },
  red_cells_map: { shelfDays: 35, mlPerUnit: 150, placeClass: 'red_cells' },
  plasma_frozen: { shelfDays: 365, mlPerUnit: null, placeClass: 'frozen' },
} as const satisfies Record<string, PredepositProduct>;
export type PredepositProductName = keyof typeof predepositProducts;
export const predepositProductNames = Object.keys(predepositProducts) as PredepositProductName[];

export function productOf(name: PredepositProductName): PredepositProduct {
  return predepositProducts[name];
}

/** Blood of a haemodilution stands at room temperature beside its patient, and no longer than this. 6–8 h [unsourced: default] */
export const haemodilutionHours = 8;
/** Bags of one predeposit: two units a week until the operation. [unsourced: default] */
export const bagsAtMost = 12;

/** Hundredths of a unit of whole blood or red cells. What is not kept in bags is counted as whole blood. */
export function unitsOf(product: string, volumeMl: number): number {
  const known = predepositProductNames.find((name) => name === product);
  const mlPerUnit = known ? productOf(known).mlPerUnit : mlPerRedCellUnit;
  return mlPerUnit === null ? 0 : Math.round((volumeMl * 100) / mlPerUnit);
}
