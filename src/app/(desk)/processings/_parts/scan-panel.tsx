'use client';
import { useTranslations } from 'use-intl';
import { ScanNoteList } from '@/components/scan/scan-note-list';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Panel } from '@/components/ui/panel';
import type { BagInHand } from '@/server/modules/processings/load';
import type { Processing } from './use-processing';
import { useProcessingScan } from './use-processing-scan';

type ScanPanelProps = { processing: Processing; onBag: (bag: BagInHand) => void };

/** Bags by their labels. A bag that is not listed stays named until somebody has put it aside. */
export function ScanPanel({ processing, onBag }: ScanPanelProps) {
  const t = useTranslations('processings.entry');
  const { notes, take, answer } = useProcessingScan(processing, onBag);
  useScanner({ onScan: (text) => void take(text, false) });
  return (
    <Panel title={t('scan')} note={t('scanHint')} isPadded>
      <TypedCode label={t('scan')} onTake={(raw) => take(raw, true)} />
      <ScanNoteList notes={notes} putAside={t('putAside')} onAnswer={answer} />
    </Panel>
  );
}
