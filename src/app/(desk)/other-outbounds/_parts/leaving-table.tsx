'use client';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'use-intl';
import { useViolationWords } from '@/components/record/violation-words';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { outboundRecord } from '@/domain/other-outbounds/record';
import type { Violation } from '@/domain/result';
import type { LeavingBag } from '@/server/modules/other-outbounds/load';
import { BagCells, BagHeads } from './bag-cells';

type LeavingTableProps = {
  lines: readonly LeavingBag[];
  /** Why a listed bag may not leave by the kind that is chosen now, by its id. */
  refusals: ReadonlyMap<string, Violation>;
  onRemove: (id: string) => void;
};

/** The bags of the entry in the order they were scanned. */
export function LeavingTable({ lines, refusals, onRemove }: LeavingTableProps) {
  const t = useTranslations('other-outbounds.entry');
  const words = useViolationWords(outboundRecord);
  if (lines.length === 0)
    return (
      <Panel>
        <EmptyState title={t('noLines')} />
      </Panel>
    );
  return (
    <Panel title={t('line', { count: lines.length })}>
      <Table>
        <TableHead>
          <HeadCell />
          <BagHeads />
          <HeadCell />
        </TableHead>
        <tbody>
          {lines.map((bag, index) => {
            const refusal = refusals.get(bag.id);
            return [
              <TableRow key={bag.id}>
                <Cell align="right" className="text-ink-3">
                  {index + 1}
                </Cell>
                <BagCells bag={bag} />
                <Cell align="right">
                  <IconButton
                    label={t('remove', { donationNo: bag.donationNo })}
                    icon={<Icon of={X} />}
                    onClick={() => onRemove(bag.id)}
                  />
                </Cell>
              </TableRow>,
              refusal && (
                <tr key={`${bag.id} refusal`}>
                  <td />
                  <td colSpan={8} role="alert" className="pb-1 text-13 text-stop">
                    {words(refusal)}
                  </td>
                </tr>
              ),
            ];
          })}
        </tbody>
      </Table>
    </Panel>
  );
}
