'use client';
import { useTranslations } from 'use-intl';
import { ScanNoteList } from '@/components/scan/scan-note-list';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Panel } from '@/components/ui/panel';
import { StatusMark } from '@/components/ui/status-mark';
import type { ListedPlace } from '@/server/modules/storage-places/list';
import { useMoveScan } from './use-move-scan';

/** The place by its bar code, then bag after bag: each stands there as soon as it is scanned. */
export function MovePanel({ places }: { places: readonly ListedPlace[] }) {
  const t = useTranslations('storage-places.move');
  const { place, moved, last, notes, take, answer } = useMoveScan(places);
  useScanner({ onScan: (text) => void take(text, false) });
  return (
    <Panel title={t('title')} note={t('hint')} isPadded>
      <TypedCode label={t('scan')} onTake={(raw) => take(raw, true)}>
        <span className="flex items-center gap-3 self-center text-14">
          {place ? <strong>{t('into', { place: place.code, name: place.name })}</strong> : t('noPlace')}
          {moved > 0 && <span>{t('moved', { count: moved })}</span>}
        </span>
      </TypedCode>
      <div aria-live="polite">
        {last && (
          <StatusMark tone="done" size="large">
            {last}
          </StatusMark>
        )}
      </div>
      <ScanNoteList notes={notes} putAside={t('putAside')} onAnswer={answer} />
    </Panel>
  );
}
