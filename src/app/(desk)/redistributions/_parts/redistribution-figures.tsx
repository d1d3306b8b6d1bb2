'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { PeriodFigures, sumColumn, usePeriod } from '@/app/_shell/period-figures';
import { redistributionRecord } from '@/domain/redistributions/record';
import { useFormat } from '@/i18n/provider';

const counts = ['given', 'givenSaved', 'taken', 'saved', 'expired'] as const;

/** 救回几袋: by month, for the house its own, for an office every house's. */
export function RedistributionFigures() {
  const t = useTranslations('redistributions');
  const format = useFormat();
  const locale = useLocale();
  const trpc = useTRPC();
  const period = usePeriod();
  const answer = useQuery(
    trpc.redistributions.statistics.queryOptions(period.days ?? { since: '', until: '' }, {
      enabled: period.days !== null,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <PeriodFigures
      title={t('figures.title')}
      periodLabel={t('figures.period')}
      period={period}
      answer={answer}
      definition={redistributionRecord}
      rowKey={(row) => `${row.month} ${row.orgId}`}
      none={t('figures.none')}
      note={t('figures.note')}
      columns={[
        { key: 'month', label: t('figures.month'), of: (row) => row.month, isWord: true },
        {
          key: 'house',
          label: t('figures.house'),
          of: (row) => (locale === 'en' ? row.nameEn : row.nameZh),
          isWord: true,
        },
        ...counts.map((key) => sumColumn(key, t(`figures.${key}`), format.number)),
      ]}
    />
  );
}
