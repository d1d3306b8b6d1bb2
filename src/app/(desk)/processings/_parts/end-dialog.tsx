'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { useUntilSent } from '@/app/_dialogs/use-until-sent';
import { type Second, SecondPerson, toSecond } from '@/app/_signing/second-person';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { processingCovers } from '@/domain/processings/covers';
import { processingRecord } from '@/domain/processings/record';
import { refuseSecond } from '@/domain/processings/rules';
import { digestOfCovers } from '@/domain/signatures/covers';
import { AnswerCells, AnswerHeads } from './answer-cells';
import { type Answers, readAnswer } from './answers';
import { BagCells, BagHeads } from './bag-cells';
import type { ProcessingDetail } from './processing-types';

type EndDialogProps = { processing: ProcessingDetail; onClose: () => void };

/** Into two where nothing else is said. */
const usualPieces = 2;

/** What became of each bag, and who checked it: with all bags fit, one badge and one key. */
export function EndDialog({ processing: opened, onClose }: EndDialogProps) {
  const { id, no, kind, device, isOpenSystem, startedAt } = opened;
  const t = useTranslations('processings');
  const trpc = useTRPC();
  const client = useQueryClient();
  const now = useCityNow(30_000);
  const command = useCommand(trpc.processings.end.mutationOptions());
  const live = useQuery(trpc.processings.get.queryOptions({ id }));
  const processing = useUntilSent(command, live.data ?? opened);
  const [answers, setAnswers] = useState<Answers>({});
  const [second, setSecond] = useState<Second | null>(null);
  const bags = processing.bags
    .filter((bag) => bag.isIn)
    .map((bag) => ({ ...bag, id: bag.unitId, expiresAt: bag.expiresBefore }));
  const goneCount = processing.bags.length - bags.length;
  const read = bags.map((bag) => readAnswer(kind, bag, answers[bag.id] ?? {}, usualPieces));
  const isRight = bags.length > 0 && read.every((answer) => answer.isRight);
  const ended = read.map((answer) => answer.ended);
  const covers = isRight
    ? digestOfCovers(processingCovers({ kind, device, isOpenSystem, startedAt, bags: ended }))
    : null;
  const isAgreed = second !== null && second.covers === covers;
  const missing = isRight
    ? isAgreed
      ? null
      : t('entry.needsSecond')
    : t(bags.length > 0 ? 'entry.needsParts' : 'detail.allGone');

  async function send(by: Second) {
    try {
      return await command.send({ id, version: processing.version, bags: ended, second: toSecond(by) });
    } catch (thrown) {
      // A bag that has gone meanwhile is off the list.
      await client.invalidateQueries({ queryKey: trpc.processings.get.queryKey({ id }) });
      throw thrown;
    }
  }
  return (
    <CommandDialog
      command={command}
      definition={processingRecord}
      width="wide"
      title={t('detail.endTitle', { no, count: bags.length })}
      description={t('detail.endHint')}
      isDirty={second !== null || Object.keys(answers).length > 0}
      missing={missing}
      actionLabel={t('detail.endAction', { kind: t(`options.kind.${kind}`), count: bags.length })}
      onSend={() => second && send(second)}
      onDone={() => client.invalidateQueries({ queryKey: trpc.processings.pathKey() })}
      onClose={onClose}
    >
      {goneCount > 0 && <p className="mb-2 text-13 text-warn">{t('detail.goneNote', { count: goneCount })}</p>}
      <div className="max-h-[300px] overflow-y-auto">
        <Table density="tight">
          <TableHead>
            <HeadCell />
            <BagHeads />
            <AnswerHeads kind={kind} component={bags[0]?.component} />
          </TableHead>
          <tbody>
            {bags.map((bag, index) => (
              <TableRow key={bag.id}>
                <Cell align="right" className="text-ink-3">
                  {index + 1}
                </Cell>
                <BagCells bag={bag} />
                <AnswerCells
                  kind={kind}
                  bag={bag}
                  answer={answers[bag.id] ?? {}}
                  pieces={usualPieces}
                  onAnswer={(answer) => setAnswers((before) => ({ ...before, [bag.id]: answer }))}
                />
              </TableRow>
            ))}
          </tbody>
        </Table>
      </div>
      <SecondPerson
        definition={processingRecord}
        covers={covers}
        onSecond={setSecond}
        isPhoneAllowed={processing.isSingleDutyAllowed}
        refuse={refuseSecond}
        now={now}
      />
    </CommandDialog>
  );
}
