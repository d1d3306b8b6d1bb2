'use client';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { SendingNote } from '@/app/_client/sending-note';
import { type CommandHandle, isSending } from '@/app/_client/use-command';
import { AlertDialog } from '@/components/ui/alert-dialog';

interface LeavingOptions {
  /** Something was typed, chosen or signed that closing would drop. */
  readonly isDirty: boolean;
  readonly command: Pick<CommandHandle<never, unknown>, 'state' | 'isUnanswered' | 'isLate'>;
  readonly onClose: () => void;
}

/**
 * The way out of a dialog: asked about before anything is dropped, shut while what was sent is on its way, and asked about again when
 * nobody knows whether it was taken. `note` stands inside the dialog, above what stands still.
 */
export function useLeaving({ isDirty, command, onClose }: LeavingOptions) {
  const t = useTranslations('signing.leave');
  const [isAsked, setIsAsked] = useState(false);
  const leave = () => {
    if (isSending(command)) return;
    // Saved, and only the lists are still being asked: there is nothing to drop.
    if (command.state !== 'saved' && (isDirty || command.isUnanswered)) setIsAsked(true);
    else onClose();
  };
  const what = command.isUnanswered ? 'lost' : 'dirty';
  const note: ReactNode = (
    <>
      <SendingNote command={command} words={{ frozen: t('frozen'), unknown: t('unknown'), silent: t('silent') }} />
      {isAsked && (
        <AlertDialog
          isOpen
          onClose={() => setIsAsked(false)}
          title={t(`${what}.title`)}
          cancelLabel={t(`${what}.goOn`)}
          actionLabel={t(`${what}.drop`)}
          tone="danger"
          onAction={onClose}
        >
          {t(`${what}.why`)}
        </AlertDialog>
      )}
    </>
  );
  return { leave, note, isAsked };
}
