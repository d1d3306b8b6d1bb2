'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { useKey } from '@/components/ui/use-key';
import { processingRecord } from '@/domain/processings/record';
import { useFormat } from '@/i18n/provider';
import type { ProcessingDetail } from './processing-types';

type UndoDialogProps = { processing: ProcessingDetail; what: 'cancel' | 'void'; onClose: () => void };

/** A processing that was not done after all, or an entry that should not exist: what becomes of its bags is said before it is done. */
export function UndoDialog({ processing, what, onClose }: UndoDialogProps) {
  const { id, no, version, bagCount, bags } = processing;
  const t = useTranslations('processings.detail');
  const format = useFormat();
  const trpc = useTRPC();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [spoiled, setSpoiled] = useState<readonly string[]>([]);
  const cancel = useCommand(trpc.processings.cancel.mutationOptions());
  const undo = useCommand(trpc.processings.void.mutationOptions());
  const { state, failure } = what === 'cancel' ? cancel : undo;
  const isReady = reason.trim().length >= 2;
  async function send() {
    if (!isReady) return;
    const about = { id, version, reason: reason.trim() };
    try {
      await (what === 'cancel' ? cancel.send({ ...about, spoiledUnitIds: [...spoiled] }) : undo.send(about));
      await client.invalidateQueries({ queryKey: trpc.processings.pathKey() });
      onClose();
    } catch {
      // shown by the panel
    }
  }
  useKey('Ctrl Enter', () => void send(), { reach: 'dialog' });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`${what}Title`, { no, count: bagCount })}
      description={t(`${what}Hint`)}
      footer={
        <Button
          variant="danger"
          kbd="Ctrl Enter"
          disabledReason={isReady ? null : t(`${what}ReasonMissing`)}
          isPending={state === 'saving' || state === 'unknown'}
          onClick={() => void send()}
        >
          {t(`${what}Action`)}
        </Button>
      }
    >
      {failure && <FailurePanel definition={processingRecord} failure={failure} />}
      <Field label={t(`${what}Reason`)} layout="top">
        <Textarea rows={2} autoFocus maxLength={200} value={reason} onValueChange={setReason} />
      </Field>
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
    </Dialog>
  );
}
