import { type AmountUnit, type BloodComponent, type ComponentClass, componentsAt } from '../blood/components';
import { type BloodGroup, groupColumns } from '../blood/groups';
import { type CoverRule, coverRuleFor } from '../stock/cover';

/**
 * What the city is judged by: red cells per group, and plasma, platelets, cryoprecipitate over all groups.
 * A series adds only components of one unit that stand on a shelf: what is made to order lasts hours and belongs to a patient,
 * frozen red cells are the reserve, whole-blood platelets are counted in U and not in 治疗量.
 */
export const seriesClasses = ['red_cells', 'plasma', 'platelets', 'cryo'] as const satisfies readonly ComponentClass[];
export type SeriesClass = (typeof seriesClasses)[number];

export const seriesUnits = { red_cells: 'U', plasma: 'ml', platelets: 'dose', cryo: 'U' } as const satisfies Record<
  SeriesClass,
  AmountUnit
>;

export interface Series {
  readonly key: string;
  readonly componentClass: SeriesClass;
  /** Null: all groups together. */
  readonly group: BloodGroup | null;
  readonly unit: AmountUnit;
  readonly rule: CoverRule;
}

function seriesOf(componentClass: SeriesClass, group: BloodGroup | null): Series {
  return {
    key: group ? `${componentClass}.${group.abo}.${group.rhd}` : componentClass,
    componentClass,
    group,
    unit: seriesUnits[componentClass],
    rule: coverRuleFor(componentClass),
  };
}

/** Columns of the hospital matrix, in the order of every screen. */
export const citySeries: readonly Series[] = [
  ...groupColumns.map((group) => seriesOf('red_cells', group)),
  seriesOf('plasma', null),
  seriesOf('platelets', null),
  seriesOf('cryo', null),
];

export const reserveComponent = 'rbc-frozen';

function isInSeries(component: BloodComponent): boolean {
  const found = seriesClasses.find((candidate) => candidate === component.componentClass);
  if (!found || component.isMadeToOrder || component.code === reserveComponent) return false;
  return component.unit === seriesUnits[found];
}

/** Component code → class of its series; a component outside every series is absent. */
export function seriesClassByComponent(at: Date): ReadonlyMap<string, SeriesClass> {
  return new Map(
    componentsAt(at)
      .filter(isInSeries)
      .map((component) => [component.code, component.componentClass as SeriesClass]),
  );
}

/** The series a cell belongs to: red cells by group, everything else by class alone. RhD not specified stands in no red cell series. */
export function seriesKeyOf(componentClass: SeriesClass, abo: string, rhd: string): string {
  return componentClass === 'red_cells' ? `red_cells.${abo}.${rhd}` : componentClass;
}
