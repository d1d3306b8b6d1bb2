'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog, type DialogProps } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast-host';

type ShownOnceDialogProps = Pick<DialogProps, 'title' | 'description' | 'width' | 'onClose'> & {
  /** The namespace of the words `copy`, `copied` and `close`. */
  words: 'people.secret' | 'devices.link';
  text: string;
  children?: ReactNode;
};

/** What a command answers once and nothing keeps: a first password, an address. */
export function ShownOnceDialog({ words, text, children, onClose, ...dialog }: ShownOnceDialogProps) {
  const t = useTranslations(words);
  return (
    <Dialog
      {...dialog}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Button
            onClick={() =>
              void navigator.clipboard?.writeText(text).then(
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
      <output className="block rounded border border-line-2 bg-sunken px-3 py-3 text-center font-code text-16 break-all select-all">
        {text}
      </output>
      {children}
    </Dialog>
  );
}
