'use client';
import { useTranslations } from 'use-intl';
import { GroupPlate } from '@/components/ui/group-plate';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { owedOf } from '@/domain/blood-orders/order-state';
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
              days: format.cover(line.coverDays),
              proposed: format.amount(line.proposedAmount),
            }),
          ]
        : []),
    ];
  }

  return (
    <Table density="tight" aria-label={t('columns.ordered')}>
      <TableHead>
        <HeadCell align="right">{t('columns.line')}</HeadCell>
        <HeadCell>{t('columns.component')}</HeadCell>
        <HeadCell align="center">{t('columns.group')}</HeadCell>
        <HeadCell align="right">{t('columns.ordered')}</HeadCell>
        {isAnswered && (
          <>
            <HeadCell align="right">{t('columns.accepted')}</HeadCell>
            <HeadCell align="right">{t('columns.way')}</HeadCell>
            <HeadCell align="right">{t('columns.received')}</HeadCell>
            <HeadCell align="right">{t('columns.owed')}</HeadCell>
          </>
        )}
      </TableHead>
      <tbody>
        {order.lines.map((line) => {
          const owed = owedOfLine(line);
          return (
            <TableRow key={line.id}>
              <Cell align="right" className="align-top leading-7">
                {line.lineNo}
              </Cell>
              <Cell className="py-1">
                <span className="block font-bold">{words.name(line.component)}</span>
                {notesOf(line).map((note) => (
                  <span key={note} className="block text-12 leading-4 text-ink-2">
                    {note}
                  </span>
                ))}
              </Cell>
              <Cell align="center" className="align-top leading-7">
                <GroupPlate abo={line.abo} rhd={line.rhd} size="xs" />
              </Cell>
              <Cell align="right" className="align-top leading-7 whitespace-nowrap">
                {isAnswered ? format.amount(line.amount) : words.amount(line.component, line.amount)}
              </Cell>
              {isAnswered && (
                <>
                  <Cell align="right" className="align-top leading-7">
                    {format.amount(line.acceptedAmount + line.laterAmount - line.closedAmount)}
                  </Cell>
                  <Cell align="right" className="align-top leading-7">
                    {format.amount(line.sent)}
                  </Cell>
                  <Cell align="right" className="align-top leading-7">
                    {format.amount(line.received)}
                  </Cell>
                  <Cell align="right" className="align-top leading-7">
                    {owed > 0 ? <strong>{format.amount(owed)}</strong> : format.amount(0)}
                  </Cell>
                </>
              )}
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}
