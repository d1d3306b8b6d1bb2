'use client';
import { useTranslations } from 'use-intl';
import { ScanNoteList } from '@/components/scan/scan-note-list';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
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
      <ScanNoteList notes={notes} putAside={t('putAside')} onAnswer={answer} />
    </Panel>
  );
}
