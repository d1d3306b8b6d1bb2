'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';

type RevokeDialogProps = { device: { readonly id: string; readonly label: string }; onClose: () => void };

/** 停用, with its reason: the screen goes dark within seconds. */
export function RevokeDialog({ device, onClose }: RevokeDialogProps) {
  const t = useTranslations('devices.revoke');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.devices.revoke.mutationOptions());
  return (
    <ReasonDialog
      command={command}
      definition={{ module: 'devices' }}
      title={t('title', { label: device.label })}
      description={t('hint')}
      dictionary="retire"
      reasonLabel={t('reason')}
      reasonMissing={t('needsReason')}
      actionLabel={t('action')}
      isDanger
      onSend={(reason) => command.send({ id: device.id, reason })}
      onDone={() => client.invalidateQueries({ queryKey: trpc.devices.pathKey() })}
      onClose={onClose}
    />
  );
}
