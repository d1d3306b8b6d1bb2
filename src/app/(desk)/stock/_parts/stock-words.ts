'use client';
import { useLocale, useTranslations } from 'use-intl';
import { componentName, componentShortName, formatUnit } from '@/domain/blood/components';
import { formatGroup } from '@/domain/blood/groups';
import type { CellView, Quantity } from '@/domain/stock/matrix';
import { useFormat } from '@/i18n/provider';

export type ShowAs = 'amounts' | 'bags';

/** How quantities and cells are said, in the language of the page. */
export function useStockWords() {
  const t = useTranslations('stock');
  const locale = useLocale();
  const format = useFormat();
  const unitOf = (component: CellView['component'], hundredths?: number) =>
    formatUnit(component.unit, locale, hundredths);

  /** What an alert or a screen reader says of a cell's state: days, or the count with its unit. */
  function sayState(cell: CellView): string {
    const facts = {
      group: formatGroup(cell.group.abo, cell.group.rhd),
      component: componentShortName(cell.component, locale),
    };
    if (cell.judgement.by === 'days' && cell.judgement.days !== null)
      return t('alerts.days', { ...facts, days: format.cover(cell.judgement.days) });
    return t('alerts.count', {
      ...facts,
      amount: format.amount(cell.usable.amount),
      unit: unitOf(cell.component, cell.usable.amount),
    });
  }

  /** What is left of a bag: days with one decimal, on its last day hours, in its last hour minutes. */
  function sayLeft(until: Date, now: Date): string {
    const minutes = Math.floor((until.getTime() - now.getTime()) / 60_000);
    if (minutes <= 0) return t('left.expired');
    if (minutes < 60) return t('left.minutes', { count: minutes });
    return minutes < 1440 ? t('left.hours', { count: Math.floor(minutes / 60) }) : format.daysLeft(until, now);
  }

  return {
    t,
    format,
    unitOf,
    sayState,
    sayLeft,
    name: (component: CellView['component']) => componentName(component, locale),
    quantity: (quantity: Quantity, showAs: ShowAs) =>
      showAs === 'bags' ? format.number(quantity.bags) : format.amount(quantity.amount),
    /** `U·2–6 ℃` under the component's name. */
    storage: (component: CellView['component']) =>
      `${unitOf(component)}·${format.range(component.storage.minC, component.storage.maxC, '℃')}`,
  };
}
