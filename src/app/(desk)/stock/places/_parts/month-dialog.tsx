'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { monthBeside, monthText } from '@/domain/storage-places/month';
import { useFormat } from '@/i18n/provider';
import type { ListedPlace } from '@/server/modules/storage-places/list';

/** 月表: which month; Enter opens the sheet to be printed, the arrows go on and back a month. */
export function MonthDialog({ place, onClose }: { place: ListedPlace; onClose: () => void }) {
  const t = useTranslations('storage-places.monthly');
  const format = useFormat();
  const now = useCityNow(60_000);
  const [typed, setTyped] = useState<string | null>(null);
  const month = (typed ?? (now ? format.date(now).slice(0, 7) : '')).trim();
  const isMonth = monthText.safeParse(month).success;

  function show() {
    if (!isMonth) return;
    window.open(`/storage-places/${place.id}/temperatures/print?month=${month}`, '_blank', 'noopener');
    onClose();
  }
  useKey('Ctrl Enter', show, { reach: 'dialog' });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="narrow"
      title={t('openOf', { place: place.code })}
      footer={
        <Button variant="primary" kbd="Ctrl Enter" disabledReason={isMonth ? null : t('needsMonth')} onClick={show}>
          {t('show')}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          show();
        }}
      >
        <Field label={t('month')} hint={t('monthHint')}>
          <TextInput
            value={month}
            maxLength={7}
            className="w-32"
            inputClassName="font-code"
            onValueChange={setTyped}
            onKeyDown={(event) => {
              const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
              if (by === 0 || !isMonth) return;
              event.preventDefault();
              setTyped(monthBeside(month, by));
            }}
          />
        </Field>
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
