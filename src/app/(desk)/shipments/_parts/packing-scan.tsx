'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { CodeInput } from '@/components/ui/code-input';
import { focusControl } from '@/components/ui/error-summary';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { useKey } from '@/components/ui/use-key';
import type { FoundBag } from '@/server/modules/shipments/find-bags';
import type { Packing } from './use-packing';
import { usePackingScan } from './use-packing-scan';

const scanFieldId = 'packing-scan';

type PackingScanProps = { packing: Packing; onBag: (bag: FoundBag) => void };

/** Bags by their labels. A bag that does not come onto the note stays named until somebody has put it aside. */
export function PackingScan({ packing, onBag }: PackingScanProps) {
  const t = useTranslations('shipments');
  const common = useTranslations('common.action');
  const [typed, setTyped] = useState('');
  const { notes, take, answer } = usePackingScan(packing, onBag);
  useScanner({ onScan: (text) => void take(text, false) });
  useKey('F2', () => focusControl(scanFieldId));
  return (
    <Panel title={t('scan')} note={t('scanHint')} isPadded>
      <form
        className="flex items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() === '') return;
          void take(typed, true).then((isDone) => isDone && setTyped(''));
        }}
      >
        <Field label={t('scan')} isLabelHidden controlId={scanFieldId} className="w-80">
          <CodeInput value={typed} onValueChange={setTyped} />
        </Field>
        <Button type="submit">{common('add')}</Button>
      </form>
      {notes.map((note) => (
        <Banner
          key={`${note.donationNo} ${note.unitId}`}
          tone={note.isRefusal ? 'stop' : 'warn'}
          className="mt-2"
          action={
            note.isRefusal && (
              <Button size="sm" onClick={() => answer(note)}>
                {t('putAside')}
              </Button>
            )
          }
        >
          {note.text}
        </Banner>
      ))}
    </Panel>
  );
}
