'use client';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast-host';

/** What an opened account answers, once. */
export interface OpenedAccount {
  readonly staffNo: string;
  readonly name: string;
  readonly firstPassword: string;
}

type SecretDialogProps = { opened: OpenedAccount; onClose: () => void };

/** A first password, shown once: nothing keeps it. */
export function SecretDialog({ opened, onClose }: SecretDialogProps) {
  const t = useTranslations('people.secret');
  const { name, staffNo, firstPassword } = opened;
  return (
    <Dialog
      isOpen
      width="narrow"
      title={t('title')}
      description={t('for', { name, staffNo })}
      onClose={onClose}
      footer={
        <>
          <Button
            onClick={() =>
              void navigator.clipboard?.writeText(firstPassword).then(
                () => toast(t('copied')),
                () => undefined,
              )
            }
          >
            {t('copy')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('close')}
          </Button>
        </>
      }
    >
      <output className="block rounded border border-line-2 bg-sunken px-3 py-3 text-center font-code text-20 select-all">
        {firstPassword}
      </output>
      <p className="mt-2 text-13 text-ink-2">{t('hint')}</p>
    </Dialog>
  );
}
