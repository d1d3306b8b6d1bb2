'use client';
import type { ComponentProps } from 'react';
import { ConflictView } from '@/components/record/conflict-view';
import { Dialog } from '@/components/ui/dialog';
import type { SentCommand } from './command-dialog';
import { useLeaving } from './use-leaving';
import { useRefusedScan } from './use-refused-scan';

type ConflictDialogProps = Omit<ComponentProps<typeof ConflictView>, 'onCancel' | 'isPending'> & {
  title: string;
  command: SentCommand<unknown>;
  onClose: () => void;
};

/** In the place of a dialog whose record somebody else changed meanwhile: theirs and mine, field by field. */
export function ConflictDialog({ title, command, onClose, ...conflict }: ConflictDialogProps) {
  const scan = useRefusedScan();
  const { leave, note } = useLeaving({ isDirty: true, command, onClose });
  return (
    <Dialog isOpen onClose={leave} width="wide" title={title}>
      {note}
      {scan.note}
      <ConflictView {...conflict} onCancel={onClose} />
    </Dialog>
  );
}
