'use client';
import { useTranslations } from 'use-intl';
import type { useBagLookup } from '@/app/_scan/use-bag-lookup';
import { ScanNoteList } from '@/components/scan/scan-note-list';
import { TypedCode } from '@/components/scan/typed-code';
import { Panel } from '@/components/ui/panel';
import type { BagInHand } from '@/server/modules/processings/load';

type ScanPanelProps = { scan: ReturnType<typeof useBagLookup<BagInHand>> };

/** Bags by their labels. A bag that is not listed stays named until somebody has put it aside. */
export function ScanPanel({ scan: { notes, take, answer } }: ScanPanelProps) {
  const t = useTranslations('processings.entry');
  return (
    <Panel title={t('scan')} note={t('scanHint')} isPadded>
      <TypedCode label={t('scan')} onTake={(raw) => take(raw, true)} />
      <ScanNoteList notes={notes} putAside={t('putAside')} onAnswer={answer} />
    </Panel>
  );
}
