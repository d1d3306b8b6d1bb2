import type { Modifier } from './compatibility-types';
import { type AmountUnit, type BloodComponent, type ComponentCode, componentCatalogue } from './component-catalogue';
import type { Rhd } from './groups';

export {
  type AmountUnit,
  type BloodComponent,
  type ComponentClass,
  type ComponentCode,
  componentCatalogue,
  cooled,
  cooledInTransit,
  deepFrozen,
  frozen,
  type ReportClass,
  roomTemperature,
  type ShelfLife,
  type SourceStatus,
  type TemperatureClass,
  type TemperatureRange,
  ultraCold,
} from './component-catalogue';

export const componentClasses = [
  'red_cells',
  'whole_blood',
  'platelets',
  'plasma',
  'cryo',
  'granulocytes',
  'other',
] as const;
/** The order of the monthly report. */
export const reportClasses = ['red_cells', 'plasma', 'platelets', 'cryo', 'whole_blood', 'other'] as const;

const rows: readonly BloodComponent[] = componentCatalogue;

export const componentCodes: readonly ComponentCode[] = componentCatalogue.map((component) => component.code);

export function isComponentCode(code: string): code is ComponentCode {
  return rows.some((component) => component.code === code);
}

// A national standard takes effect at midnight in Beijing, in whatever zone the process runs.
const beijingMidnight = (date: string): number => Date.parse(`${date}T00:00:00+08:00`);

function isEffective(component: BloodComponent, at: Date): boolean {
  const { effectiveFrom, effectiveTo } = component;
  if (at.getTime() < beijingMidnight(effectiveFrom)) return false;
  return effectiveTo === null || at.getTime() < beijingMidnight(effectiveTo);
}

/** Every component of the catalogue in force at the instant, in the order of GB 18469. */
export function componentsAt(at: Date): BloodComponent[] {
  return rows.filter((component) => isEffective(component, at));
}

/** The row of a code in force at the instant, or undefined: an unknown code, or one not in force then. */
export function findComponent(code: string, at: Date): BloodComponent | undefined {
  return rows.find((component) => component.code === code && isEffective(component, at));
}

/** What a bag is: what its label adds, and what its component is by definition (GB 18469; deglycerolised cells carry no plasma). */
export function modifiersOf(component: BloodComponent | undefined, labelled: readonly Modifier[]): Modifier[] {
  const byDefinition: readonly (Modifier | false | undefined)[] = [
    component?.isLeukoreduced && 'leukoreduced',
    component?.isIrradiated && 'irradiated',
    component?.isWashed && 'washed',
  ];
  return [
    ...new Set([...labelled, ...byDefinition.filter((modifier) => modifier !== undefined && modifier !== false)]),
  ];
}

/** What must be said of a bag beside the name of its component: what it is by its label and not by definition. */
export function modifiersBeside(component: BloodComponent | undefined, labelled: readonly Modifier[]): Modifier[] {
  const byDefinition = modifiersOf(component, []);
  return labelled.filter((modifier) => !byDefinition.includes(modifier));
}

export type ComponentLocale = 'zh-CN' | 'en';

/** The unit's word: U, ml, 治疗量 or dose(s). */
export function formatUnit(unit: AmountUnit, locale: ComponentLocale, hundredths = 100): string {
  if (unit !== 'dose') return unit;
  if (locale === 'zh-CN') return '治疗量';
  return hundredths === 100 ? 'dose' : 'doses';
}

/** An amount without its unit, thousands set apart: 150 → `1.5`, 120000 → `1,200`. Minus is U+2212. */
export function formatHundredths(hundredths: number): string {
  const magnitude = Math.abs(hundredths);
  const whole = String(Math.floor(magnitude / 100)).replace(/\B(?=(?:\d{3})+$)/g, ',');
  const fraction = String(magnitude % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  return `${hundredths < 0 ? '\u2212' : ''}${whole}${fraction && `.${fraction}`}`;
}

/** An amount (integer hundredths of the component's unit) as it is read: `1.5 U`, `1,200 ml`, `2 治疗量`, `2 doses`. */
export function formatAmount(hundredths: number, component: { unit: AmountUnit }, locale: ComponentLocale): string {
  return `${formatHundredths(hundredths)} ${formatUnit(component.unit, locale, hundredths)}`;
}

/**
 * Millilitres for approvals (800 and 1600 ml) and statistics, from integer hundredths of the unit.
 * 1 U of red cells or whole blood = 200 ml is the definition of U; the other equivalents carry `mlPerUnitStatus`.
 */
export function toMl(hundredths: number, component: { mlPerUnit: number }): number {
  return (hundredths * component.mlPerUnit) / 100;
}

/**
 * CV04.50.021 输血品种代码表, which mixes RhD into two of its components: 17 Rh阴性悬浮红细胞, 23 Rh阴性全血.
 * Leukoreduced RhD-negative cells are reported as RhD-negative (17, 23) [unsourced: default].
 */
export function nationalComponentCode(component: Pick<BloodComponent, 'nationalCodes'>, rhd: Rhd): string {
  const { any, rhdNegative } = component.nationalCodes;
  return rhd === 'negative' && rhdNegative !== undefined ? rhdNegative : any;
}

export function componentName(component: BloodComponent, locale: ComponentLocale): string {
  return locale === 'zh-CN' ? component.nameZh : component.nameEn;
}

export function componentShortName(component: BloodComponent, locale: ComponentLocale): string {
  return locale === 'zh-CN' ? component.shortZh : component.shortEn;
}
