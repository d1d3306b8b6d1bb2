'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { CodeInput } from '@/components/ui/code-input';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';

type TypeCodeDialogProps = {
  onTyped: (donationNo: string, productCode?: string) => void;
  onClose: () => void;
};

/** For a code that no scanner reads: donation number, and the product code after a space when several bags share it. */
export function TypeCodeDialog({ onTyped, onClose }: TypeCodeDialogProps) {
  const t = useTranslations('clinical-issues.form');
  const [text, setText] = useState('');
  const [donationNo = '', productCode] = text.trim().split(/\s+/);
  return (
    <Dialog isOpen onClose={onClose} title={t('typeCode')} description={t('typeHint')} width="narrow">
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (donationNo.length < 4) return;
          onTyped(donationNo, productCode);
          onClose();
        }}
      >
        <Field label={t('donationNo')} layout="top" className="flex-1">
          <CodeInput autoFocus value={text} onValueChange={setText} />
        </Field>
        <Button type="submit" variant="primary">
          {t('take')}
        </Button>
      </form>
    </Dialog>
  );
}
