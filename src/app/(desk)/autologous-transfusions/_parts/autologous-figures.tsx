'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { useDrawnFor } from '@/components/record/drawn-for';
import { exportHref } from '@/components/record/export-href';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { buttonClasses } from '@/components/ui/button';
import { type DateRange, DateRangeInput } from '@/components/ui/date-range-input';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import { useKey } from '@/components/ui/use-key';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { useFormat } from '@/i18n/provider';
import { AutologousTabs } from './autologous-tabs';

const counts = ['collectedMl', 'collectedPersons', 'reinfusedMl', 'reinfusedPersons'] as const;

/** What the monthly report asks, by month, house and kind: an office sees the houses it is over, and no patient. */
export function AutologousFigures({ maySeeRecords }: { maySeeRecords: boolean }) {
  const t = useTranslations('autologous-transfusions');
  const format = useFormat();
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const drawnFor = useDrawnFor();
  const now = useCityNow(60_000);
  const [chosen, setChosen] = useState<DateRange | null>(null);
  const today = now ? format.date(now) : null;
  const range = chosen ?? { from: today && `${today.slice(0, 4)}-01-01`, to: today };
  const isAsked = range.from !== null && range.to !== null;
  const asked = { since: range.from ?? '', until: range.to ?? '' };
  const { data, error } = useQuery(
    trpc.autologousTransfusions.figures.queryOptions(asked, { enabled: isAsked, placeholderData: keepPreviousData }),
  );
  useKey('Esc', () => maySeeRecords && router.push('/autologous-transfusions'));
  const rows = data?.rows ?? [];
  const sumOf = (key: 'collectedMl' | 'reinfusedMl' | 'units' | 'discardedBags') =>
    rows.reduce((sum, row) => sum + row[key], 0);
  const nameOf = (orgId: string) => {
    const name = data?.organisations[orgId];
    return name ? (locale === 'en' ? name.en : name.zh) : orgId;
  };
  return (
    <Page
      title={t('figures.title')}
      scroll="page"
      actions={
        isAsked && (
          <a
            className={buttonClasses('secondary', 'dense')}
            href={exportHref({ module: 'autologous-figures' }, { side: 'owner', filters: asked }, drawnFor)}
          >
            {t('figures.export')}
          </a>
        )
      }
    >
      {maySeeRecords && <AutologousTabs current="figures" />}
      <div className="flex items-center gap-3 text-13">
        <span className="text-ink-2">{t('figures.period')}</span>
        <DateRangeInput value={range} onValueChange={setChosen} now={now ?? undefined} />
      </div>
      {error && <FailurePanel definition={autologousRecord} failure={readFailure(error)} />}
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
              <HeadCell>{t('fields.type')}</HeadCell>
              {counts.map((key) => (
                <HeadCell key={key} align="right">
                  {t(`figures.${key}`)}
                </HeadCell>
              ))}
              <HeadCell align="right">{t('figures.units')}</HeadCell>
              <HeadCell align="right">{t('figures.discardedBags')}</HeadCell>
            </TableHead>
            <tbody>
              {rows.map((row) => (
                <TableRow key={`${row.month} ${row.orgId} ${row.type}`}>
                  <Cell>{row.month}</Cell>
                  <Cell>{nameOf(row.orgId)}</Cell>
                  <Cell>{t(`options.type.${row.type}`)}</Cell>
                  {counts.map((key) => (
                    <Cell key={key} align="right">
                      {format.number(row[key])}
                    </Cell>
                  ))}
                  <Cell align="right">{format.number(row.units / 100, 2)}</Cell>
                  <Cell align="right">{format.number(row.discardedBags)}</Cell>
                </TableRow>
              ))}
              <TableRow>
                <Cell className="font-bold">{t('figures.total')}</Cell>
                <Cell />
                <Cell />
                <Cell align="right" className="font-bold">
                  {format.number(sumOf('collectedMl'))}
                </Cell>
                <Cell />
                <Cell align="right" className="font-bold">
                  {format.number(sumOf('reinfusedMl'))}
                </Cell>
                <Cell />
                <Cell align="right" className="font-bold">
                  {format.number(sumOf('units') / 100, 2)}
                </Cell>
                <Cell align="right" className="font-bold">
                  {format.number(sumOf('discardedBags'))}
                </Cell>
              </TableRow>
            </tbody>
          </Table>
        </TableFrame>
      )}
      <p className="max-w-[80ch] text-12 text-ink-3">{t('figures.hint')}</p>
    </Page>
  );
}
