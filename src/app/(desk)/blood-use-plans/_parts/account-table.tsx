'use client';
import { useTranslations } from 'use-intl';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { figuresOf } from '@/domain/blood-use-plans/execution';
import { useFormat } from '@/i18n/provider';
import type { PlanAccount } from './plan-types';
import { usePlanWords } from './use-plan-words';

const columns = ['granted', 'donor', 'pledged', 'used', 'over', 'left'] as const;

export function AccountTable({ accounts }: { accounts: readonly PlanAccount[] }) {
  const t = useTranslations('blood-use-plans');
  const words = usePlanWords();
  return (
    <Table>
      <TableHead>
        <HeadCell>{t('columns.measure')}</HeadCell>
        {columns.map((column) => (
          <HeadCell key={column} align="right">
            {t(`columns.${column}`)}
          </HeadCell>
        ))}
        <HeadCell align="right">{t('columns.rate')}</HeadCell>
      </TableHead>
      <tbody>
        {figuresOf(accounts).map((row) => (
          <TableRow key={row.measure}>
            <Cell>
              {words.measure(row.measure)} <span className="text-12 text-ink-3">{words.unit(row.measure)}</span>
            </Cell>
            {columns.map((column) => (
              <Cell key={column} align="right" className={column === 'left' ? 'font-bold' : undefined}>
                {words.number(row[column])}
              </Cell>
            ))}
            <Cell align="right">
              <Rate of={row.rate} />
            </Cell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}

export function Rate({ of }: { of: number | null }) {
  const format = useFormat();
  return <>{of === null ? '—' : `${format.number(of)}%`}</>;
}
