'use client';
import { useTranslations } from 'use-intl';
import { ShownOnceDialog } from '@/app/_dialogs/shown-once-dialog';
import { useFormat } from '@/i18n/provider';

type LinkDialogProps = {
  announced: { readonly label: string; readonly path: string; readonly expiresAt: Date };
  onClose: () => void;
};

/** The address to be opened at the screen. */
export function LinkDialog({ announced, onClose }: LinkDialogProps) {
  const t = useTranslations('devices.link');
  const format = useFormat();
  return (
    <ShownOnceDialog
      words="devices.link"
      title={t('title', { label: announced.label })}
      description={t('hint', { time: format.time(announced.expiresAt) })}
      text={`${window.location.origin}${announced.path}`}
      onClose={onClose}
    />
  );
}
