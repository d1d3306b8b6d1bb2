'use client';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast-host';
import { useFormat } from '@/i18n/provider';

type LinkDialogProps = {
  announced: { readonly label: string; readonly path: string; readonly expiresAt: Date };
  onClose: () => void;
};

/** The address to be opened at the screen, shown once: nothing keeps it. */
export function LinkDialog({ announced, onClose }: LinkDialogProps) {
  const t = useTranslations('devices.link');
  const format = useFormat();
  const address = `${window.location.origin}${announced.path}`;
  return (
    <Dialog
      isOpen
      title={t('title', { label: announced.label })}
      description={t('hint', { time: format.time(announced.expiresAt) })}
      onClose={onClose}
      footer={
        <>
          <Button
            onClick={() =>
              void navigator.clipboard?.writeText(address).then(
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
      <output className="block rounded border border-line-2 bg-sunken px-3 py-3 font-code text-14 break-all select-all">
        {address}
      </output>
    </Dialog>
  );
}
