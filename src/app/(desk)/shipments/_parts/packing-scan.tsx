'use client';
import { useTranslations } from 'use-intl';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import type { FoundBag } from '@/server/modules/shipments/find-bags';
import type { Packing } from './use-packing';
import { usePackingScan } from './use-packing-scan';

type PackingScanProps = { packing: Packing; onBag: (bag: FoundBag) => void };

/** Bags by their labels. A bag that does not come onto the note stays named until somebody has put it aside. */
export function PackingScan({ packing, onBag }: PackingScanProps) {
  const t = useTranslations('shipments');
  const { notes, take, answer } = usePackingScan(packing, onBag);
  useScanner({ onScan: (text) => void take(text, false) });
  return (
    <Panel title={t('scan')} note={t('scanHint')} isPadded>
      <TypedCode label={t('scan')} onTake={(raw) => take(raw, true)} />
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
