'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import { recallRecord } from '@/domain/recalls/record';
import { useFormat } from '@/i18n/provider';
import type { LookBack, RecallDetail } from './recall-types';

function useAgain() {
  const trpc = useTRPC();
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: trpc.recalls.pathKey() });
}

/** 解除召回: the bags stay on hold; whoever puts them back has looked. */
export function ReleaseRecall({ recall, onClose }: { recall: RecallDetail; onClose: () => void }) {
  const { id, no, version } = recall;
  const t = useTranslations('recalls.release');
  const trpc = useTRPC();
  const command = useCommand(trpc.recalls.release.mutationOptions());
  const again = useAgain();
  return (
    <ReasonDialog
      command={command}
      definition={recallRecord}
      title={t('title', { no })}
      description={t('hint')}
      reasonLabel={t('reason')}
      reasonMissing={t('need')}
      actionLabel={t('action', { no })}
      isDanger
      onSend={(reason) => command.send({ id, version, reason })}
      onDone={again}
      onClose={onClose}
    />
  );
}

type NoteCallProps = { id: string; house: { orgId: string; name: string }; onClose: () => void };

/** 记一通电话: who answered, or that nobody did. */
export function NoteCall({ id, house, onClose }: NoteCallProps) {
  const t = useTranslations('recalls.call');
  const trpc = useTRPC();
  const again = useAgain();
  const [reached, setReached] = useState('');
  const command = useCommand(trpc.recalls.noteCall.mutationOptions());
  return (
    <CommandDialog
      command={command}
      definition={recallRecord}
      title={t('dialogTitle', { house: house.name })}
      width="narrow"
      isDirty={reached !== ''}
      missing={null}
      actionLabel={t('action')}
      onSend={() => command.send({ id, orgId: house.orgId, reached: reached.trim() })}
      onDone={again}
      onClose={onClose}
    >
      <Field label={t('reached')} layout="top" hint={t('nobodyHint')} isOptional>
        <TextInput value={reached} maxLength={60} onValueChange={setReached} />
      </Field>
    </CommandDialog>
  );
}

/** 患者追踪: who of the ward was told. */
export function TellLookBack({ lookBack, onClose }: { lookBack: LookBack; onClose: () => void }) {
  const t = useTranslations('recalls.lookBack');
  const trpc = useTRPC();
  const format = useFormat();
  const again = useAgain();
  const [toldTo, setToldTo] = useState(lookBack.toldTo);
  const [words, setWords] = useState(lookBack.words);
  const command = useCommand(trpc.recalls.tellLookBack.mutationOptions());
  return (
    <CommandDialog
      command={command}
      definition={recallRecord}
      title={`${t('dialogTitle')} ${format.donationNumber(lookBack.donationNo)}`}
      description={t('dialogHint')}
      isDirty={toldTo !== lookBack.toldTo || words !== lookBack.words}
      missing={toldTo.trim().length < 2 ? t('need') : null}
      actionLabel={t('action')}
      onSend={() =>
        command.send({ id: lookBack.id, version: lookBack.version, toldTo: toldTo.trim(), words: words.trim() })
      }
      onDone={again}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <Field label={t('toldTo')} layout="top">
          <TextInput value={toldTo} maxLength={60} onValueChange={setToldTo} />
        </Field>
        <Field label={t('words')} layout="top" isOptional>
          <Textarea rows={2} maxLength={300} value={words} onValueChange={setWords} />
        </Field>
      </div>
    </CommandDialog>
  );
}
