'use client';
import { useTranslations } from 'use-intl';
import { DayTime } from '@/components/ui/day-time';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { yearGone } from '@/domain/blood-use-plans/execution';
import { useFormat } from '@/i18n/provider';
import { AccountTable } from './account-table';
import type { Plan } from './plan-types';
import { usePlanWords } from './use-plan-words';

/** How far the plan is used against how far the year is gone, month by month, and what the office changed. */
export function PlanExecution({ plan, now }: { plan: Plan; now: Date | undefined }) {
  const t = useTranslations('blood-use-plans');
  const format = useFormat();
  const words = usePlanWords();
  const measures = plan.lines.map(({ measure }) => measure);
  const months = [...new Set(plan.months.map(({ month }) => month))];
  const usedIn = (month: number, measure: (typeof measures)[number]) =>
    plan.months.find((one) => one.month === month && one.measure === measure)?.used ?? 0;
  return (
    <>
      <section className="border-b border-line px-4 py-3">
        <h3 className="mb-2 flex items-baseline gap-2 text-14 font-bold">
          {t('execution')}
          <span className="text-12 font-normal text-ink-2">
            {t('yearGone', { percent: yearGone(plan.year, plan.today) })}
          </span>
        </h3>
        <AccountTable accounts={plan.accounts} />
      </section>
      <section className="border-b border-line px-4 py-3">
        <h3 className="mb-2 text-14 font-bold">{t('months')}</h3>
        {months.length === 0 && <p className="text-13 text-ink-2">{t('noUse')}</p>}
        {months.length > 0 && (
          <Table>
            <TableHead>
              <HeadCell>{format.number(plan.year).replace(',', '')}</HeadCell>
              {measures.map((measure) => (
                <HeadCell key={measure} align="right">
                  {words.measure(measure)}
                </HeadCell>
              ))}
            </TableHead>
            <tbody>
              {months.map((month) => (
                <TableRow key={month}>
                  <Cell>{t('month', { month })}</Cell>
                  {measures.map((measure) => (
                    <Cell key={measure} align="right">
                      {words.number(usedIn(month, measure))}
                    </Cell>
                  ))}
                </TableRow>
              ))}
            </tbody>
          </Table>
        )}
      </section>
      <section className="border-b border-line px-4 py-3">
        <h3 className="mb-2 text-14 font-bold">{t('changes')}</h3>
        {plan.changes.length === 0 && <p className="text-13 text-ink-2">{t('noChanges')}</p>}
        <ul className="flex flex-col gap-1.5 text-13">
          {plan.changes.map((change) => (
            <li key={change.id}>
              <strong>
                {t(`options.kind.${change.kind}`)} {words.measure(change.measure)}{' '}
                {words.signed(change.measure, change.amount)}
              </strong>{' '}
              {change.reason}{' '}
              <span className="text-12 text-ink-3">
                {change.createdBy} <DayTime at={change.createdAt} now={now} />
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
