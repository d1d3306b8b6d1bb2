'use client';
import { useTranslations } from 'use-intl';
import { ScanNoteList } from '@/components/scan/scan-note-list';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import type { CountEntry, CountScanned } from './use-count';
import { useCountScan } from './use-count-scan';

type CountScanProps = {
  place: { readonly code: string };
  isFrozen: boolean;
  entry: CountEntry;
  onScan: (scan: CountScanned) => void;
};

/** Bags by their labels in any order, with no click between them. What should not be here stays named until it is put aside. */
export function CountScan({ place, isFrozen, entry, onScan }: CountScanProps) {
  const t = useTranslations('stocktakes.desk');
  const { notes, last, take, answer } = useCountScan({ placeCode: place.code, isFrozen, entry, onScan });
  useScanner({ onScan: (text) => void take(text, false) });
  return (
    <Panel title={t('scan')} note={t('scanHint')} isPadded>
      <TypedCode label={t('scan')} onTake={(raw) => take(raw, true)}>
        <span aria-live="polite" className="self-center">
          {last && (
            <StatusMark tone="done" size="large">
              {last}
            </StatusMark>
          )}
        </span>
      </TypedCode>
      <ScanNoteList notes={notes} putAside={t('putAside')} onAnswer={answer} />
    </Panel>
  );
}
