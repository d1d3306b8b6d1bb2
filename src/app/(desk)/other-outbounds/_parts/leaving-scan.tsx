'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { useBagLookup } from '@/app/_scan/use-bag-lookup';
import { ScanNoteList } from '@/components/scan/scan-note-list';
import { TypedCode } from '@/components/scan/typed-code';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { useKey } from '@/components/ui/use-key';
import type { LeavingBag } from '@/server/modules/other-outbounds/load';
import { ShelfDialog } from './shelf-dialog';
import type { Outbound } from './use-outbound';

type LeavingScanProps = {
  outbound: Outbound;
  isFrozen: boolean;
  scan: ReturnType<typeof useBagLookup<LeavingBag>>;
  onBags: (bags: readonly LeavingBag[]) => void;
};

/** Bags by their labels, or from the stock. A bag that is not listed stays named until somebody has put it aside. */
export function LeavingScan({ outbound, isFrozen, scan: { notes, take, answer }, onBags }: LeavingScanProps) {
  const t = useTranslations('other-outbounds.entry');
  const [isShelfOpen, setShelfOpen] = useState(false);
  const { kind } = outbound;
  useKey('F6', (event) => {
    event.preventDefault();
    if (kind && !isFrozen) setShelfOpen(true);
  });
  return (
    <Panel title={t('scan')} note={t('scanHint')} isPadded>
      <TypedCode label={t('scan')} onTake={(raw) => take(raw, true)}>
        <Button kbd="F6" isDisabled={!kind} onClick={() => setShelfOpen(true)}>
          {t('fromShelf')}
        </Button>
      </TypedCode>
      <ScanNoteList notes={notes} putAside={t('putAside')} onAnswer={answer} />
      {isShelfOpen && kind && (
        <ShelfDialog
          kind={kind}
          without={outbound.lines.map((line) => line.id)}
          onAdd={(bags) => {
            onBags(bags);
            setShelfOpen(false);
          }}
          onClose={() => setShelfOpen(false)}
        />
      )}
    </Panel>
  );
}
