'use client';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useKey } from '@/components/ui/use-key';

type UnusualDialogProps = {
  /** Cell, amount and proposal of each, in words. */
  lines: readonly string[];
  onSend: () => void;
  onClose: () => void;
};

/** What is far beyond the usual is looked at once more: a slip of the hand has no bags. */
export function UnusualDialog({ lines, onSend, onClose }: UnusualDialogProps) {
  const t = useTranslations('blood-orders.unusual');
  function send() {
    onClose();
    onSend();
  }
  useKey('Ctrl Enter', () => void send(), { reach: 'dialog' });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('title')}
      width="normal"
      footer={
        <>
          <Button onClick={onClose}>{t('back')}</Button>
          <Button variant="primary" kbd="Ctrl Enter" onClick={send}>
            {t('send')}
          </Button>
        </>
      }
    >
      <ul className="mb-2 flex flex-col gap-1 text-16 font-bold">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="text-13">{t('hint')}</p>
    </Dialog>
  );
}
