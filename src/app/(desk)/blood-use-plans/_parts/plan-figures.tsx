'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { type QuotaMeasure, quotaMeasures } from '@/domain/blood/measures';
import { figuresOf, yearGone } from '@/domain/blood-use-plans/execution';
import { bloodUsePlanRecord } from '@/domain/blood-use-plans/record';
import { useFormat } from '@/i18n/provider';
import { Rate } from './account-table';
import { usePlanWords } from './use-plan-words';

const columns = ['granted', 'donor', 'pledged', 'used', 'over', 'left'] as const;

/** How far every hospital has used its plan of a year, for one measure, against how far the year is gone. */
export function PlanFigures() {
  const t = useTranslations('blood-use-plans');
  const format = useFormat();
  const locale = useLocale();
  const words = usePlanWords();
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const thisYear = now ? Number(format.date(now).slice(0, 4)) : null;
  const [chosen, setChosen] = useState<number | null>(null);
  const [measure, setMeasure] = useState<QuotaMeasure>('red_cells');
  const year = chosen ?? thisYear;
  const { data, error } = useQuery(
    trpc.bloodUsePlans.figures.queryOptions(
      { year: year ?? 2000 },
      { enabled: year !== null, placeholderData: keepPreviousData },
    ),
  );
  return (
    <Page title={t('figuresTitle')} scroll="page">
      <div className="flex flex-wrap items-center gap-4 text-13">
        {thisYear !== null && (
          <SegmentedControl
            size="sm"
            items={[thisYear - 1, thisYear, thisYear + 1].map((value) => ({
              value: String(value),
              label: String(value),
            }))}
            value={String(year)}
            onValueChange={(value) => setChosen(Number(value))}
          />
        )}
        <SegmentedControl
          size="sm"
          items={quotaMeasures.map((value) => ({ value, label: words.measure(value) }))}
          value={measure}
          onValueChange={setMeasure}
        />
        {data && year !== null && (
          <span className="text-ink-2">{t('yearGone', { percent: yearGone(year, data.today) })}</span>
        )}
      </div>
      {error && <FailurePanel definition={bloodUsePlanRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={6} />}
      {data && data.houses.length === 0 && (
        <div className="border border-line-2 bg-surface">
          <EmptyState title={t('noHouses')} />
        </div>
      )}
      {data && data.houses.length > 0 && (
        <TableFrame label={t('figuresTitle')}>
          <Table>
            <TableHead>
              <HeadCell>{t('fields.orgId')}</HeadCell>
              {columns.map((column) => (
                <HeadCell key={column} align="right">
                  {`${t(`columns.${column}`)} ${words.unit(measure)}`}
                </HeadCell>
              ))}
              <HeadCell align="right">{t('columns.rate')}</HeadCell>
            </TableHead>
            <tbody>
              {data.houses.map((house) => {
                const row = figuresOf(house.accounts).find((one) => one.measure === measure);
                const name = locale === 'en' ? house.nameEn : house.nameZh;
                return (
                  <TableRow key={house.orgId}>
                    <Cell>
                      {house.planId ? <Link href={`/blood-use-plans?open=${house.planId}`}>{name}</Link> : name}
                    </Cell>
                    {columns.map((column) => (
                      <Cell
                        key={column}
                        align="right"
                        className={row && column === 'over' && row.over > 0 ? 'font-bold' : undefined}
                      >
                        {row ? words.number(row[column]) : column === 'granted' ? t('noPlan') : ''}
                      </Cell>
                    ))}
                    <Cell align="right">{row && <Rate of={row.rate} />}</Cell>
                  </TableRow>
                );
              })}
            </tbody>
          </Table>
        </TableFrame>
      )}
    </Page>
  );
}
