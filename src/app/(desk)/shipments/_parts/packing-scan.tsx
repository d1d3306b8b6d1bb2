'use client';
import { useTranslations } from 'use-intl';
import type { useBagLookup } from '@/app/_scan/use-bag-lookup';
import { ScanNoteList } from '@/components/scan/scan-note-list';
import { TypedCode } from '@/components/scan/typed-code';
import { Panel } from '@/components/ui/panel';
import type { FoundBag } from '@/server/modules/shipments/find-bags';

type PackingScanProps = { scan: ReturnType<typeof useBagLookup<FoundBag>> };

/** Bags by their labels. A bag that does not come onto the note stays named until somebody has put it aside. */
export function PackingScan({ scan: { notes, take, answer } }: PackingScanProps) {
  const t = useTranslations('shipments');
  return (
    <Panel title={t('scan')} note={t('scanHint')} isPadded>
      <TypedCode label={t('scan')} onTake={(raw) => take(raw, true)} />
      <ScanNoteList notes={notes} putAside={t('putAside')} onAnswer={answer} />
    </Panel>
  );
}
