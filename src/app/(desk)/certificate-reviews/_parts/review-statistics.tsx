'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { type DateRange, DateRangeInput } from '@/components/ui/date-range-input';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { useFormat } from '@/i18n/provider';

const counts = ['submitted', 'approved', 'automatic', 'rejected', 'pending', 'late', 'reliefs'] as const;

/** The cases of a period by hospital: how many, how they were answered, whether in time, and what was relieved. */
export function ReviewStatistics() {
  const t = useTranslations('certificate-reviews');
  const format = useFormat();
  const locale = useLocale();
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const [chosen, setChosen] = useState<DateRange | null>(null);
  const today = now ? format.date(now) : null;
  const range = chosen ?? { from: today && `${today.slice(0, 4)}-01-01`, to: today };
  const isAsked = range.from !== null && range.to !== null;
  const { data, error } = useQuery(
    trpc.certificateReviews.statistics.queryOptions(
      { since: range.from ?? '', until: range.to ?? '' },
      { enabled: isAsked, placeholderData: keepPreviousData },
    ),
  );
  const houses = data?.houses ?? [];
  const sumOf = (key: (typeof counts)[number] | 'reliefMl' | 'reliefCents') =>
    houses.reduce((sum, house) => sum + house[key], 0);
  return (
    <Page title={t('statisticsTitle')} scroll="page">
      <div className="flex items-center gap-3 text-13">
        <span className="text-ink-2">{t('period')}</span>
        <DateRangeInput value={range} onValueChange={setChosen} now={now ?? undefined} />
        {data && data.cases.length > 0 && (
          <span className="text-ink-2">
            {format.list(
              data.cases.map(({ caseType, count }) => `${t(`options.caseType.${caseType}`)} ${format.number(count)}`),
            )}
          </span>
        )}
      </div>
      {error && <FailurePanel definition={reviewRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && houses.length === 0 && (
        <div className="border border-line-2 bg-surface">
          <EmptyState title={t('noFigures')} />
        </div>
      )}
      {houses.length > 0 && (
        <TableFrame label={t('statisticsTitle')}>
          <Table>
            <TableHead>
              <HeadCell>{t('fields.orgId')}</HeadCell>
              {counts.map((key) => (
                <HeadCell key={key} align="right">
                  {t(`figures.${key}`)}
                </HeadCell>
              ))}
              <HeadCell align="right">{t('figures.reliefMl')}</HeadCell>
              <HeadCell align="right">{t('figures.reliefAmount')}</HeadCell>
            </TableHead>
            <tbody>
              {houses.map((house) => (
                <TableRow key={house.orgId}>
                  <Cell>{locale === 'en' ? house.nameEn : house.nameZh}</Cell>
                  {counts.map((key) => (
                    <Cell key={key} align="right">
                      {format.number(house[key])}
                    </Cell>
                  ))}
                  <Cell align="right">{format.number(house.reliefMl)}</Cell>
                  <Cell align="right">{format.number(house.reliefCents / 100, 2)}</Cell>
                </TableRow>
              ))}
              <TableRow>
                <Cell className="font-bold">{t('figures.total')}</Cell>
                {counts.map((key) => (
                  <Cell key={key} align="right" className="font-bold">
                    {format.number(sumOf(key))}
                  </Cell>
                ))}
                <Cell align="right" className="font-bold">
                  {format.number(sumOf('reliefMl'))}
                </Cell>
                <Cell align="right" className="font-bold">
                  {format.number(sumOf('reliefCents') / 100, 2)}
                </Cell>
              </TableRow>
            </tbody>
          </Table>
        </TableFrame>
      )}
    </Page>
  );
}
