'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { Field } from '@/components/ui/field';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { TextInput } from '@/components/ui/text-input';
import { outcomes } from '@/domain/autologous-transfusions/kinds';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import type { DeedProps } from './autologous-types';
import { useAround } from './use-around';

/** 评价: what it did. */
export function EvaluateDialog({ record, onClose }: DeedProps) {
  const { id, no } = record;
  const t = useTranslations('autologous-transfusions');
  const trpc = useTRPC();
  const { history, refresh } = useAround(id);
  const [outcome, setOutcome] = useState<(typeof outcomes)[number] | null>(null);
  const [reactions, setReactions] = useState('');
  const command = useCommand(trpc.autologousTransfusions.evaluate.mutationOptions());
  const seen = useSeenVersion(command, record.version);
  return (
    <CommandDialog
      command={command}
      definition={autologousRecord}
      title={t('evaluate.title', { no })}
      description={t('evaluate.hint')}
      isDirty={outcome !== null || reactions !== ''}
      missing={outcome === null ? t('evaluate.needsOutcome') : null}
      actionLabel={t('evaluate.save')}
      onSend={() =>
        outcome === null ? null : command.send({ id, version: seen.version, outcome, reactions: reactions.trim() })
      }
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={autologousRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-3">
        <Field label={t('fields.outcome')} layout="top" isGroup>
          <SegmentedControl
            items={outcomes.map((value) => ({ value, label: t(`options.outcome.${value}`) }))}
            value={outcome}
            onValueChange={setOutcome}
          />
        </Field>
        <Field label={t('fields.reactions')} layout="top" isOptional>
          <TextInput value={reactions} maxLength={200} onValueChange={setReactions} />
        </Field>
      </div>
    </CommandDialog>
  );
}

/** 取消: the operation is off. */
export function CancelDialog({ record, onClose }: DeedProps) {
  return <UndoDialog what="cancel" record={record} onClose={onClose} />;
}

/** 作废: an entry that should not exist. */
export function VoidDialog({ record, onClose }: DeedProps) {
  return <UndoDialog what="void" record={record} onClose={onClose} />;
}

function UndoDialog({ record, what, onClose }: DeedProps & { what: 'cancel' | 'void' }) {
  const { id, no } = record;
  const t = useTranslations(`autologous-transfusions.${what}`);
  const trpc = useTRPC();
  const { history, refresh } = useAround(id);
  const cancel = useCommand(trpc.autologousTransfusions.cancel.mutationOptions());
  const undo = useCommand(trpc.autologousTransfusions.void.mutationOptions());
  const command = what === 'cancel' ? cancel : undo;
  const seen = useSeenVersion(command, record.version);
  return (
    <ReasonDialog<unknown>
      command={command}
      definition={autologousRecord}
      title={t('title', { no })}
      description={t('hint')}
      dictionary="void"
      reasonLabel={t('reason')}
      reasonMissing={t('reasonMissing')}
      actionLabel={t('save')}
      isDanger
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={autologousRecord} seen={seen} history={history} />}
    />
  );
}
