'use client';
import { useTranslations } from 'use-intl';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import type { Plan } from './plan-types';
import { usePlanWords } from './use-plan-words';

/** What was used last year, what follows from it, and what each of the three said. */
export function PlanLines({ plan }: { plan: Plan }) {
  const t = useTranslations('blood-use-plans');
  const words = usePlanWords();
  const columns = ['lastYear', 'proposed', 'asked', 'reviewed', 'approved'] as const;
  return (
    <section className="border-b border-line px-4 py-3">
      <h3 className="mb-2 text-14 font-bold">{t('lines')}</h3>
      <Table>
        <TableHead>
          <HeadCell>{t('columns.measure')}</HeadCell>
          {columns.map((column) => (
            <HeadCell key={column} align="right">
              {t(`columns.${column}`)}
            </HeadCell>
          ))}
        </TableHead>
        <tbody>
          {plan.lines.map((line) => (
            <TableRow key={line.measure}>
              <Cell>
                {words.measure(line.measure)} <span className="text-12 text-ink-3">{words.unit(line.measure)}</span>
              </Cell>
              {columns.map((column) => (
                <Cell key={column} align="right" className={column === 'approved' ? 'font-bold' : undefined}>
                  {words.number(line[column])}
                </Cell>
              ))}
            </TableRow>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
