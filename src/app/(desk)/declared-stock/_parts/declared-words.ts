'use client';
import { useLocale, useTranslations } from 'use-intl';
import {
  type AmountUnit,
  type BloodComponent,
  componentCatalogue,
  componentShortName,
  formatAmount,
  formatUnit,
} from '@/domain/blood/components';
import { formatGroup } from '@/domain/blood/groups';
import type { DeclaredCell } from '@/domain/declared-stock/schema';
import type { ReportingInterval } from '@/domain/stock/reporting';
import { useFormat } from '@/i18n/provider';

const components: readonly BloodComponent[] = componentCatalogue;
const intervals = { 24: 'd1', 48: 'd2', 72: 'd3', 168: 'd7' } as const satisfies Record<ReportingInterval, string>;

/** How cells and amounts are said, in the language of the page. */
export function useDeclaredWords() {
  const t = useTranslations('declared-stock');
  const locale = useLocale();
  const format = useFormat();
  const find = (code: string) => components.find((component) => component.code === code);
  const name = (component: BloodComponent) => componentShortName(component, locale);
  const unitOf = (component: BloodComponent) => formatUnit(component.unit, locale);

  const sayCell = ({ component, abo, rhd }: Pick<DeclaredCell, 'component' | 'abo' | 'rhd'>) => {
    const found = find(component);
    return t('cell', { group: formatGroup(abo, rhd), component: found ? name(found) : component });
  };
  /** Sums by unit, because a total over units says nothing: `164 U、7,400 ml`. */
  const sayAmounts = (cells: readonly DeclaredCell[]) => {
    const sums = new Map<AmountUnit, number>();
    for (const cell of cells) {
      const component = find(cell.component);
      if (component) sums.set(component.unit, (sums.get(component.unit) ?? 0) + cell.amount);
    }
    return format.list([...sums].map(([unit, amount]) => formatAmount(amount, { unit }, locale)));
  };
  /** A business day as the city has it: the instant is its noon. */
  const dayAt = (day: string) => new Date(`${day}T12:00:00+08:00`);
  const sayEvery = (intervalHours: number) =>
    t(`houses.every.${intervals[intervalHours as ReportingInterval] ?? 'd1'}`);
  return { t, format, sayEvery, find, name, unitOf, sayCell, sayAmounts, dayAt };
}
