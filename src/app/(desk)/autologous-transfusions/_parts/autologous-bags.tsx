'use client';
import { useTranslations } from 'use-intl';
import { StatusMark } from '@/components/ui/status-mark';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import type { AutologousBagState } from '@/domain/autologous-transfusions/bag-edges';
import { useFormat } from '@/i18n/provider';
import type { AutologousDetail } from './autologous-types';

const tones = {
  collected: 'warn',
  stored: 'plain',
  held: 'stop',
  reinfused: 'done',
  expired: 'stop',
  discarded: 'void',
} as const satisfies Record<AutologousBagState, string>;

/** The bags of a record, each with where it stands or what became of it. */
export function AutologousBags({ record }: { record: Pick<AutologousDetail, 'bags' | 'discards'> }) {
  const t = useTranslations('autologous-transfusions');
  const format = useFormat();
  if (record.bags.length === 0) return <p className="text-13 text-ink-2">{t('detail.noBags')}</p>;
  return (
    <Table density="tight">
      <TableHead>
        <HeadCell>{t('detail.bagNo')}</HeadCell>
        <HeadCell align="right">{t('detail.volume')}</HeadCell>
        <HeadCell>{t('detail.expiresAt')}</HeadCell>
        <HeadCell>{t('detail.state')}</HeadCell>
      </TableHead>
      <tbody>
        {record.bags.map((bag) => {
          const discard = record.discards.find(({ bagId }) => bagId === bag.id);
          return (
            <TableRow key={bag.id}>
              <Cell>
                <span className="block font-code text-12">{bag.bagNo}</span>
                <span className="block text-12 text-ink-3">{t(`products.${bag.product}`)}</span>
              </Cell>
              <Cell align="right">{t('detail.ml', { volume: format.number(bag.volumeMl) })}</Cell>
              <Cell>{format.date(bag.expiresAt)}</Cell>
              <Cell>
                <StatusMark tone={tones[bag.state]}>{t(`bagStates.${bag.state}`)}</StatusMark>
                {bag.holdReason && (
                  <span className="block text-12 text-stop">{t(`holdReasons.${bag.holdReason}`)}</span>
                )}
                {bag.storagePlace && <span className="block font-code text-12">{bag.storagePlace}</span>}
                {discard && (
                  <span className="block text-12 text-ink-3">
                    {format.clauses([discard.reason, discard.byName, discard.secondName])}
                  </span>
                )}
              </Cell>
            </TableRow>
          );
        })}
      </tbody>
    </Table>
  );
}
