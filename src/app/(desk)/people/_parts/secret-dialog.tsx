'use client';
import { useTranslations } from 'use-intl';
import { ShownOnceDialog } from '@/app/_dialogs/shown-once-dialog';

/** What an opened account answers, once. */
export interface OpenedAccount {
  readonly staffNo: string;
  readonly name: string;
  readonly firstPassword: string;
}

type SecretDialogProps = { opened: OpenedAccount; onClose: () => void };

/** A first password, to be handed over in person. */
export function SecretDialog({ opened, onClose }: SecretDialogProps) {
  const t = useTranslations('people.secret');
  const { name, staffNo, firstPassword } = opened;
  return (
    <ShownOnceDialog
      words="people.secret"
      width="narrow"
      title={t('title')}
      description={t('for', { name, staffNo })}
      text={firstPassword}
      onClose={onClose}
    >
      <p className="mt-2 text-13 text-ink-2">{t('hint')}</p>
    </ShownOnceDialog>
  );
}
