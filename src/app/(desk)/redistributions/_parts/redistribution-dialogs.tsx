'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { Field } from '@/components/ui/field';
import { RadioGroup } from '@/components/ui/radio-group';
import { Textarea } from '@/components/ui/textarea';
import { type DeclineReason, declineReasons } from '@/domain/redistributions/bag-states';
import { redistributionRecord } from '@/domain/redistributions/record';

type DialogProps = { id: string; no: string; unitIds: string[]; onClose: () => void };

export function WithdrawBags({ id, no, unitIds, onClose }: DialogProps) {
  const t = useTranslations('redistributions.withdraw');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.redistributions.withdraw.mutationOptions());
  const count = unitIds.length;
  return (
    <ReasonDialog
      command={command}
      definition={redistributionRecord}
      title={t('title', { no, count })}
      description={t('hint')}
      reasonLabel={t('reason')}
      reasonMissing={t('need')}
      actionLabel={t('action', { count })}
      isDanger
      onSend={(reason) => command.send({ id, unitIds, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.redistributions.pathKey() })}
      onClose={onClose}
    />
  );
}

export function DeclineBags({ id, no, unitIds, onClose }: DialogProps) {
  const t = useTranslations('redistributions');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.redistributions.decline.mutationOptions());
  const [reasonCode, setReasonCode] = useState<DeclineReason | null>(null);
  const [words, setWords] = useState('');
  const count = unitIds.length;
  const missing =
    reasonCode === null
      ? t('decline.need')
      : reasonCode === 'other' && words.trim().length < 2
        ? t('decline.needWords')
        : null;
  return (
    <CommandDialog
      command={command}
      definition={redistributionRecord}
      title={t('decline.title', { no, count })}
      description={t('decline.hint')}
      isDirty={reasonCode !== null || words !== ''}
      missing={missing}
      actionLabel={t('decline.action', { count })}
      onSend={() => (reasonCode ? command.send({ id, unitIds, reasonCode, words: words.trim() }) : null)}
      onDone={() => client.invalidateQueries({ queryKey: trpc.redistributions.pathKey() })}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <Field label={t('decline.reason')} layout="top" isGroup>
          <RadioGroup
            isInline
            label={t('decline.reason')}
            items={declineReasons.map((value) => ({ value, label: t(`options.reasonCode.${value}`) }))}
            value={reasonCode}
            onValueChange={setReasonCode}
          />
        </Field>
        <Field label={t('decline.words')} layout="top" isOptional={reasonCode !== 'other'}>
          <Textarea rows={2} maxLength={200} value={words} onValueChange={setWords} />
        </Field>
      </div>
    </CommandDialog>
  );
}
