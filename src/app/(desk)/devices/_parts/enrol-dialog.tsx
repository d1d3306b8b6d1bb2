'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { LinkDialog } from './link-dialog';

/** A screen is announced by where it hangs; its link is shown once. */
export function EnrolDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('devices');
  const trpc = useTRPC();
  const client = useQueryClient();
  const open = useOpenDialog();
  const [label, setLabel] = useState('');
  const command = useCommand(trpc.devices.enrol.mutationOptions());
  return (
    <CommandDialog
      command={command}
      definition={{ module: 'devices' }}
      title={t('enrol.title')}
      description={t('enrol.hint')}
      width="narrow"
      isDirty={label.trim() !== ''}
      missing={label.trim() === '' ? t('enrol.needsLabel') : null}
      actionLabel={t('enrol.action')}
      onSend={() => command.send({ label: label.trim() })}
      onDone={async (announced) => {
        await client.invalidateQueries({ queryKey: trpc.devices.pathKey() });
        open((close) => <LinkDialog announced={announced} onClose={close} />);
      }}
      onClose={onClose}
    >
      <Field label={t('fields.label')} layout="top">
        <TextInput value={label} maxLength={60} autoFocus placeholder={t('enrol.example')} onValueChange={setLabel} />
      </Field>
    </CommandDialog>
  );
}
