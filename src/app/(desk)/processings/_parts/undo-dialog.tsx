'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { Checkbox } from '@/components/ui/checkbox';
import { processingRecord } from '@/domain/processings/record';
import { useFormat } from '@/i18n/provider';
import type { ProcessingDetail } from './processing-types';

type UndoDialogProps = { processing: ProcessingDetail; what: 'cancel' | 'void'; onClose: () => void };

/** A processing that was not done after all, or an entry that should not exist: what becomes of its bags is said before it is done. */
export function UndoDialog({ processing, what, onClose }: UndoDialogProps) {
  const { id, no, bagCount, bags } = processing;
  const t = useTranslations('processings.detail');
  const format = useFormat();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [spoiled, setSpoiled] = useState<readonly string[]>([]);
  const cancel = useCommand(trpc.processings.cancel.mutationOptions());
  const undo = useCommand(trpc.processings.void.mutationOptions());
  const command = what === 'cancel' ? cancel : undo;
  const seen = useSeenVersion(command, processing.version);
  const history = useQuery(trpc.processings.history.queryOptions({ id }));
  return (
    <ReasonDialog<unknown>
      command={command}
      definition={processingRecord}
      title={t(`${what}Title`, { no, count: bagCount })}
      description={t(`${what}Hint`)}
      dictionary="void"
      reasonLabel={t(`${what}Reason`)}
      reasonMissing={t(`${what}ReasonMissing`)}
      actionLabel={t(`${what}Action`)}
      isDanger
      onSend={(reason) =>
        what === 'cancel'
          ? cancel.send({ id, version: seen.version, reason, spoiledUnitIds: [...spoiled] })
          : undo.send({ id, version: seen.version, reason })
      }
      onDone={() => client.invalidateQueries({ queryKey: trpc.processings.pathKey() })}
      onClose={onClose}
      isDirtyBeside={spoiled.length > 0}
      meanwhile={<ChangedMeanwhile definition={processingRecord} seen={seen} history={history} />}
    >
      {what === 'cancel' && (
        <ul className="mt-2 grid max-h-[220px] grid-cols-2 gap-x-4 overflow-y-auto">
          {bags
            .filter((bag) => bag.isIn)
            .map((bag) => (
              <li key={bag.unitId}>
                <Checkbox
                  isChecked={spoiled.includes(bag.unitId)}
                  onCheckedChange={(isSpoiled) =>
                    setSpoiled((before) =>
                      isSpoiled ? [...before, bag.unitId] : before.filter((other) => other !== bag.unitId),
                    )
                  }
                >
                  <span className="font-code text-12">{format.donationNumber(bag.donationNo)}</span>{' '}
                  {t('outcome.spoiled')}
                </Checkbox>
              </li>
            ))}
        </ul>
      )}
    </ReasonDialog>
  );
}
