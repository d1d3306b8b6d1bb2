'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { PeriodFigures, sumColumn, usePeriod } from '@/app/_shell/period-figures';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { useFormat } from '@/i18n/provider';

const counts = ['submitted', 'approved', 'automatic', 'rejected', 'pending', 'late', 'reliefs', 'reliefMl'] as const;

/** The cases of a period by hospital: how many, how they were answered, whether in time, and what was relieved. */
export function ReviewStatistics() {
  const t = useTranslations('certificate-reviews');
  const format = useFormat();
  const locale = useLocale();
  const trpc = useTRPC();
  const period = usePeriod();
  const { data, error } = useQuery(
    trpc.certificateReviews.statistics.queryOptions(period.days ?? { since: '', until: '' }, {
      enabled: period.days !== null,
      placeholderData: keepPreviousData,
    }),
  );
  return (
    <PeriodFigures
      title={t('statisticsTitle')}
      periodLabel={t('period')}
      period={period}
      answer={{ data: data?.houses, error }}
      definition={reviewRecord}
      rowKey={(house) => house.orgId}
      none={t('noFigures')}
      aside={
        data &&
        data.cases.length > 0 &&
        format.list(
          data.cases.map(({ caseType, count }) => `${t(`options.caseType.${caseType}`)} ${format.number(count)}`),
        )
      }
      columns={[
        {
          key: 'house',
          label: t('fields.orgId'),
          of: (house) => (locale === 'en' ? house.nameEn : house.nameZh),
          isWord: true,
        },
        ...counts.map((key) => sumColumn(key, t(`figures.${key}`), format.number)),
        sumColumn('reliefCents', t('figures.reliefAmount'), (cents) => format.number(cents / 100, 2)),
      ]}
    />
  );
}
