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
import { redistributionRecord } from '@/domain/redistributions/record';
import { useFormat } from '@/i18n/provider';

const counts = ['given', 'givenSaved', 'taken', 'saved', 'expired'] as const;

/** 救回几袋: by month, for the house its own, for an office every house's. */
export function RedistributionFigures() {
  const t = useTranslations('redistributions');
  const format = useFormat();
  const locale = useLocale();
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const [chosen, setChosen] = useState<DateRange | null>(null);
  const today = now ? format.date(now) : null;
  const range = chosen ?? { from: today && `${today.slice(0, 4)}-01-01`, to: today };
  const { data, error } = useQuery(
    trpc.redistributions.statistics.queryOptions(
      { since: range.from ?? '', until: range.to ?? '' },
      { enabled: range.from !== null && range.to !== null, placeholderData: keepPreviousData },
    ),
  );
  const rows = data ?? [];
  const sumOf = (key: (typeof counts)[number]) => rows.reduce((sum, row) => sum + row[key], 0);
  return (
    <Page title={t('figures.title')} scroll="page">
      <div className="flex items-center gap-3 text-13">
        <span className="text-ink-2">{t('figures.period')}</span>
        <DateRangeInput value={range} onValueChange={setChosen} now={now ?? undefined} />
      </div>
      {error && <FailurePanel definition={redistributionRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && rows.length === 0 && (
        <div className="border border-line-2 bg-surface">
          <EmptyState title={t('figures.none')} />
        </div>
      )}
      {rows.length > 0 && (
        <TableFrame label={t('figures.title')}>
          <Table>
            <TableHead>
              <HeadCell>{t('figures.month')}</HeadCell>
              <HeadCell>{t('figures.house')}</HeadCell>
              {counts.map((key) => (
                <HeadCell key={key} align="right">
                  {t(`figures.${key}`)}
                </HeadCell>
              ))}
            </TableHead>
            <tbody>
              {rows.map((row) => (
                <TableRow key={`${row.month} ${row.orgId}`}>
                  <Cell>{row.month}</Cell>
                  <Cell>{locale === 'en' ? row.nameEn : row.nameZh}</Cell>
                  {counts.map((key) => (
                    <Cell key={key} align="right">
                      {format.number(row[key])}
                    </Cell>
                  ))}
                </TableRow>
              ))}
              <TableRow>
                <Cell className="font-bold">{t('figures.total')}</Cell>
                <Cell />
                {counts.map((key) => (
                  <Cell key={key} align="right" className="font-bold">
                    {format.number(sumOf(key))}
                  </Cell>
                ))}
              </TableRow>
            </tbody>
          </Table>
        </TableFrame>
      )}
      <p className="text-12 text-ink-3">{t('figures.note')}</p>
    </Page>
  );
}
