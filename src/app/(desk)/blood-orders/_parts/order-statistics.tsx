'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { type FigureColumn, PeriodFigures, sumColumn, usePeriod } from '@/app/_shell/period-figures';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { useFormat } from '@/i18n/provider';
import type { OrderFigures, OrderFiguresOfHouse } from '@/server/modules/blood-orders/statistics';

const counts = ['placed', 'urgent', 'rejected', 'closedShort'] as const;
const medians = ['answerMinutes', 'urgentSentMinutes', 'leadMinutes'] as const;
const rates = ['onTimePercent', 'filledPercent'] as const;

/** How long orders took and how far they were filled, by month and hospital. */
export function OrderStatistics() {
  const t = useTranslations('blood-orders');
  const format = useFormat();
  const locale = useLocale();
  const trpc = useTRPC();
  const period = usePeriod();
  const { data, error } = useQuery(
    trpc.bloodOrders.statistics.queryOptions(period.days ?? { since: '', until: '' }, {
      enabled: period.days !== null,
      placeholderData: keepPreviousData,
    }),
  );
  // A median and a mean have no sum: the database has reckoned them over all.
  const overAll = (key: keyof OrderFigures, write: (value: number) => string): FigureColumn<OrderFiguresOfHouse> => {
    const said = (figures: OrderFigures | undefined) => {
      const value = figures?.[key] ?? null;
      return value === null ? '—' : write(value);
    };
    return { key, label: t(`figures.${key}`), of: said, total: () => said(data?.total) };
  };
  const written = (minutes: number) => (minutes < 120 ? format.minutes(minutes) : format.age(minutes * 60));
  return (
    <PeriodFigures
      title={t('figures.title')}
      periodLabel={t('figures.period')}
      period={period}
      answer={{ data: data?.rows, error }}
      definition={bloodOrderRecord}
      rowKey={(row) => `${row.month} ${row.orgId}`}
      none={t('figures.none')}
      note={t('figures.note')}
      columns={[
        { key: 'month', label: t('figures.month'), of: (row) => row.month, isWord: true },
        {
          key: 'house',
          label: t('fields.orgId'),
          of: (row) => (locale === 'en' ? row.nameEn : row.nameZh),
          isWord: true,
        },
        ...counts.map((key) => sumColumn(key, t(`figures.${key}`), format.number)),
        ...medians.map((key) => overAll(key, written)),
        ...rates.map((key) => overAll(key, (percent) => `${format.number(percent)}%`)),
      ]}
    />
  );
}
