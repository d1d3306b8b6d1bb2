'use client';
import X from 'lucide-react/icons/x';
import { useTranslations } from 'use-intl';
import { useViolationWords } from '@/components/record/violation-words';
import { EmptyState } from '@/components/ui/empty-state';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { Panel } from '@/components/ui/panel';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { processingRecord } from '@/domain/processings/record';
import type { Violation } from '@/domain/result';
import { AnswerCells, AnswerHeads } from './answer-cells';
import { BagCells, BagHeads } from './bag-cells';
import type { Processing } from './use-processing';

type BagTableProps = {
  processing: Processing;
  change: (next: (before: Processing) => Processing) => void;
  /** Why a listed bag may not be processed by the kind that is chosen now, by its id. */
  refusals: ReadonlyMap<string, Violation>;
};

/** The bags of the entry in the order they were scanned; of what is done already also what became of each. */
export function BagTable({ processing, change, refusals }: BagTableProps) {
  const t = useTranslations('processings.entry');
  const words = useViolationWords(processingRecord);
  const { kind, lines, isDone, answers, pieces } = processing;
  if (lines.length === 0)
    return (
      <Panel>
        <EmptyState title={t('noLines')} />
      </Panel>
    );
  const asks = isDone ? kind : null;
  return (
    <Panel title={t('line', { count: lines.length })}>
      <Table density="tight">
        <TableHead>
          <HeadCell />
          <BagHeads />
          {asks && <AnswerHeads kind={asks} component={lines[0]?.component} />}
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
                {asks && (
                  <AnswerCells
                    kind={asks}
                    bag={bag}
                    answer={answers[bag.id] ?? {}}
                    pieces={pieces}
                    onAnswer={(answer) =>
                      change((before) => ({ ...before, answers: { ...before.answers, [bag.id]: answer } }))
                    }
                  />
                )}
                <Cell align="right">
                  <IconButton
                    label={t('remove', { donationNo: bag.donationNo })}
                    icon={<Icon of={X} />}
                    onClick={() =>
                      change((before) => ({ ...before, lines: before.lines.filter((line) => line.id !== bag.id) }))
                    }
                  />
                </Cell>
              </TableRow>,
              refusal && (
                <tr key={`${bag.id} refusal`}>
                  <td />
                  <td colSpan={9} role="alert" className="pb-1 text-13 text-stop">
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
