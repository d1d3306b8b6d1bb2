'use client';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { type CommandHandle, isSending } from '@/app/_client/use-command';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Banner } from '@/components/ui/banner';

interface LeavingOptions {
  /** Something was typed, chosen or signed that closing would drop. */
  readonly isDirty: boolean;
  readonly command: Pick<CommandHandle<never, unknown>, 'state' | 'isLate'>;
  readonly onClose: () => void;
}

/**
 * The way out of a dialog that two people fill in: asked about before anything is dropped, and shut while what was sent has no answer, for
 * closing would look as if it had not been sent. `note` stands inside the dialog.
 */
export function useLeaving({ isDirty, command, onClose }: LeavingOptions) {
  const t = useTranslations('signing.leave');
  const [isAsked, setIsAsked] = useState(false);
  const leave = () => {
    if (isSending(command)) return;
    if (isDirty) setIsAsked(true);
    else onClose();
  };
  const note: ReactNode = isAsked ? (
    <AlertDialog
      isOpen
      onClose={() => setIsAsked(false)}
      title={t('title')}
      cancelLabel={t('goOn')}
      actionLabel={t('drop')}
      tone="danger"
      onAction={onClose}
    >
      {t('why')}
    </AlertDialog>
  ) : isSending(command) && command.isLate ? (
    <Banner tone="inverse">{t('late')}</Banner>
  ) : null;
  return { leave, note, isAsked };
}
