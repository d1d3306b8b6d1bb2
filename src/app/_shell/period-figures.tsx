'use client';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { type DateRange, DateRangeInput } from '@/components/ui/date-range-input';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame, TableHead, TableRow } from '@/components/ui/table';
import type { RecordDefinition } from '@/domain/record';
import { useFormat } from '@/i18n/provider';
import { Page } from './page';

export interface Period {
  readonly range: DateRange;
  readonly choose: (range: DateRange) => void;
  readonly now: Date | null;
  /** As `YYYY-MM-DD`, both included; null while a day is missing: nothing is asked. */
  readonly days: { readonly since: string; readonly until: string } | null;
}

/** Days of the city: since its year began, until somebody chooses others. */
export function usePeriod(): Period {
  const format = useFormat();
  const now = useCityNow(60_000);
  const [chosen, choose] = useState<DateRange | null>(null);
  const today = now ? format.date(now) : null;
  const range = chosen ?? { from: today && `${today.slice(0, 4)}-01-01`, to: today };
  const days = range.from !== null && range.to !== null ? { since: range.from, until: range.to } : null;
  return { range, choose, now, days };
}

export interface FigureColumn<Row> {
  readonly key: string;
  readonly label: string;
  readonly of: (row: Row) => ReactNode;
  /** Below all rows; absent where a sum says nothing. */
  readonly total?: (rows: readonly Row[]) => ReactNode;
  readonly isWord?: true;
}

/** A number of each row and its sum. @param write how it stands there. */
export function sumColumn<K extends string>(
  key: K,
  label: string,
  write: (value: number) => string,
): FigureColumn<Readonly<Record<K, number>>> {
  return {
    key,
    label,
    of: (row) => write(row[key]),
    total: (rows) => write(rows.reduce((sum, row) => sum + row[key], 0)),
  };
}

type PeriodFiguresProps<Row> = {
  title: string;
  /** Which days count. */
  periodLabel: string;
  period: Period;
  answer: { data: readonly Row[] | undefined; error: unknown };
  definition: RecordDefinition;
  columns: readonly FigureColumn<Row>[];
  rowKey: (row: Row) => string;
  none: string;
  tabs?: ReactNode;
  actions?: ReactNode;
  /** Beside the period. */
  aside?: ReactNode;
  /** What is counted, below the table. */
  note?: string;
};

/** Figures of a period, a row for each house or month, and their sum. */
export function PeriodFigures<Row>(props: PeriodFiguresProps<Row>) {
  const { title, period, answer, columns, rowKey } = props;
  const t = useTranslations('ui');
  const rows = answer.data ?? [];
  return (
    <Page title={title} scroll="page" actions={props.actions}>
      {props.tabs}
      <div className="flex items-center gap-3 text-13">
        <span className="text-ink-2">{props.periodLabel}</span>
        <DateRangeInput value={period.range} onValueChange={period.choose} now={period.now ?? undefined} />
        {props.aside && <span className="text-ink-2">{props.aside}</span>}
      </div>
      {Boolean(answer.error) && <FailurePanel definition={props.definition} failure={readFailure(answer.error)} />}
      {!answer.data && !answer.error && <Skeleton lines={6} />}
      {answer.data && rows.length === 0 && (
        <div className="border border-line-2 bg-surface">
          <EmptyState title={props.none} />
        </div>
      )}
      {rows.length > 0 && (
        <TableFrame label={title}>
          <Table>
            <TableHead>
              {columns.map(({ key, label, isWord }) => (
                <HeadCell key={key} {...(isWord ? {} : { align: 'right' })}>
                  {label}
                </HeadCell>
              ))}
            </TableHead>
            <tbody>
              {rows.map((row) => (
                <TableRow key={rowKey(row)}>
                  {columns.map(({ key, of, isWord }) => (
                    <Cell key={key} {...(isWord ? {} : { align: 'right' })}>
                      {of(row)}
                    </Cell>
                  ))}
                </TableRow>
              ))}
              <TableRow>
                {columns.map(({ key, total, isWord }, index) => (
                  <Cell key={key} className="font-bold" {...(isWord ? {} : { align: 'right' })}>
                    {index === 0 ? t('total') : total?.(rows)}
                  </Cell>
                ))}
              </TableRow>
            </tbody>
          </Table>
        </TableFrame>
      )}
      {props.note && <p className="max-w-[80ch] text-12 text-ink-3">{props.note}</p>}
    </Page>
  );
}
