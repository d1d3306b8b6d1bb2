'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { personRecord } from '@/domain/people/record';
import type { PersonDetail } from './people-types';
import { SecretDialog } from './secret-dialog';

type AccountDialogProps = { person: PersonDetail; onClose: () => void };

/** 开账号, or a new first password: said what it does before, and the password shown once after. */
export function AccountDialog({ person, onClose }: AccountDialogProps) {
  const [verb] = useState<'open' | 'reset'>(person.account === 'none' ? 'open' : 'reset');
  const t = useTranslations(`people.${verb}`);
  const trpc = useTRPC();
  const client = useQueryClient();
  const open = useOpenDialog();
  const openAccount = useCommand(trpc.people.openAccount.mutationOptions());
  const resetPassword = useCommand(trpc.people.resetPassword.mutationOptions());
  const command = verb === 'open' ? openAccount : resetPassword;
  return (
    <CommandDialog
      command={command}
      definition={personRecord}
      title={t('title', { name: person.name })}
      width="narrow"
      isDirty={false}
      missing={null}
      actionLabel={t('action')}
      isDanger={verb === 'reset'}
      onSend={() => command.send({ id: person.id })}
      onDone={async (opened) => {
        await client.invalidateQueries({ queryKey: trpc.people.pathKey() });
        open((close) => <SecretDialog opened={opened} onClose={close} />);
      }}
      onClose={onClose}
    >
      <p className="text-14">{t('hint')}</p>
    </CommandDialog>
  );
}
