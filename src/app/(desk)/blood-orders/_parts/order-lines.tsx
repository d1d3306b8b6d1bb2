'use client';
import { useTranslations } from 'use-intl';
import { classNames } from '@/components/ui/class-names';
import { GroupPlate } from '@/components/ui/group-plate';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { owedOf } from '@/domain/blood-orders/order-state';
import { nothing } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { useLineWords } from './line-words';
import type { OrderLineView, OrderView } from './order-types';

/** 欠: what was promised and has neither come nor is under way. */
export function owedOfLine(line: OrderLineView): number {
  return owedOf({
    ordered: line.amount,
    accepted: line.acceptedAmount,
    later: line.laterAmount,
    declined: line.declinedAmount,
    closed: line.closedAmount,
    picked: line.picked,
    sent: line.sent,
    received: line.received,
  });
}

const figures = ['ordered', 'accepted', 'picked', 'way', 'received', 'owed'] as const;

/** The lines of an order with what became of each. */
export function OrderLines({ order }: { order: OrderView }) {
  const t = useTranslations('blood-orders.progress');
  const reasons = useTranslations('blood-orders.options.declineCode');
  const words = useLineWords();
  const format = useFormat();
  const isAnswered = !['submitted', 'rejected'].includes(order.state);
  if (order.lines.length === 0) return <p className="px-4 py-3 text-13 text-ink-2">{t('onlyParties')}</p>;

  function notesOf(line: OrderLineView): string[] {
    const wanted = words.wanted(line);
    return [
      ...(line.patient ? [`${line.patient.name} ${line.patient.mrn}`] : []),
      ...(wanted ? [wanted] : []),
      ...(line.laterAmount > 0 && line.laterOn
        ? [t('laterOn', { amount: words.amount(line.component, line.laterAmount), date: line.laterOn })]
        : []),
      ...(line.declinedAmount > 0 && line.declineCode
        ? [
            t('declined', {
              amount: words.amount(line.component, line.declinedAmount),
              reason: reasons(line.declineCode as 'other'),
            }),
          ]
        : []),
      ...(line.closedAmount > 0 ? [t('closed', { amount: words.amount(line.component, line.closedAmount) })] : []),
      ...(line.usableAmount !== null
        ? [
            t('snapshot', {
              usable: format.amount(line.usableAmount),
              hasDays: line.coverDays === null ? 'no' : 'yes',
              days: format.cover(line.coverDays),
              proposed: format.amount(line.proposedAmount),
            }),
          ]
        : []),
    ];
  }

  return (
    <Table density="tight" aria-label={t('columns.lines')} isFixed>
      <TableHead>
        {figures.map((name) => (
          <HeadCell key={name} align="right" className="px-1.5! whitespace-normal!">
            {t(`columns.${name}`)}
          </HeadCell>
        ))}
      </TableHead>
      {order.lines.map((line) => {
        const owed = owedOfLine(line);
        const said: Record<(typeof figures)[number], number | null> = {
          ordered: line.amount,
          accepted: isAnswered ? line.acceptedAmount + line.laterAmount - line.closedAmount : null,
          picked: isAnswered ? line.picked : null,
          way: isAnswered ? line.sent : null,
          received: isAnswered ? line.received : null,
          owed: isAnswered ? owed : null,
        };
        return (
          // A line is two rows: what it is, over the whole width; then its figures, each under its word.
          <tbody key={line.id}>
            <tr>
              <th scope="rowgroup" colSpan={figures.length} className="px-2 pt-1.5 text-left text-13 font-normal">
                <span className="flex items-center gap-2">
                  <span className="text-12 text-ink-3">{line.lineNo}</span>
                  <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />
                  <strong>{words.name(line.component)}</strong>
                </span>
                {notesOf(line).map((note) => (
                  <span key={note} className="block pl-4 text-12 leading-4 text-ink-2">
                    {note}
                  </span>
                ))}
              </th>
            </tr>
            <TableRow>
              {figures.map((name) => {
                const amount = said[name];
                const isHeavy = name === 'owed' ? owed > 0 : name === 'ordered';
                return (
                  <Cell
                    key={name}
                    align="right"
                    className={classNames('px-1.5! whitespace-nowrap', isHeavy && 'font-bold')}
                  >
                    {amount === null
                      ? nothing
                      : name === 'ordered'
                        ? words.amount(line.component, amount)
                        : format.amount(amount)}
                  </Cell>
                );
              })}
            </TableRow>
          </tbody>
        );
      })}
    </Table>
  );
}
