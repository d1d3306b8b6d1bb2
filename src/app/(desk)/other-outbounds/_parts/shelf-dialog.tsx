'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { useTRPC } from '@/app/_client/trpc';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableHead, TableRow } from '@/components/ui/table';
import { useKey } from '@/components/ui/use-key';
import type { OutboundKind } from '@/domain/other-outbounds/kinds';
import { useFormat } from '@/i18n/provider';
import type { LeavingBag } from '@/server/modules/other-outbounds/load';
import { BagCells, BagHeads } from './bag-cells';

type ShelfDialogProps = {
  kind: OutboundKind;
  /** Bags that are listed already. */
  without: readonly string[];
  onAdd: (bags: readonly LeavingBag[]) => void;
  onClose: () => void;
};

/** What is in the house and may leave by this kind, ticked one by one. */
export function ShelfDialog({ kind, without, onAdd, onClose }: ShelfDialogProps) {
  const t = useTranslations('other-outbounds.entry');
  const common = useTranslations('common.action');
  const format = useFormat();
  const trpc = useTRPC();
  const shelf = useQuery(trpc.otherOutbounds.shelf.queryOptions({ kind }));
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const bags = shelf.data?.bags.filter((bag) => !without.includes(bag.id)) ?? [];
  const chosen = bags.filter((bag) => ticked.has(bag.id));
  const add = () => chosen.length > 0 && onAdd(chosen);
  useKey('Ctrl Enter', add, { reach: 'dialog' });

  function tick(id: string, isTicked: boolean) {
    setTicked((before) => new Set(isTicked ? [...before, id] : [...before].filter((other) => other !== id)));
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="wide"
      title={t('shelfTitle')}
      description={t('shelfHint')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            kbd="Ctrl Enter"
            disabledReason={chosen.length === 0 ? t('shelfNone') : null}
            onClick={add}
          >
            {t('shelfAdd', { count: chosen.length })}
          </Button>
        </>
      }
    >
      {shelf.error && !shelf.data && (
        <ErrorState requestId={appErrorOf(shelf.error).requestId} onRetry={() => void shelf.refetch()} />
      )}
      {!shelf.data && !shelf.error && <Skeleton lines={6} />}
      {shelf.data && bags.length === 0 && <EmptyState title={t('shelfEmpty')} />}
      {shelf.data?.isCut && (
        <p className="mb-1 text-13 text-ink-2">{t('shelfCut', { count: shelf.data.bags.length })}</p>
      )}
      {bags.length > 0 && (
        <Table density="tight">
          <TableHead>
            <HeadCell />
            <BagHeads />
          </TableHead>
          <tbody>
            {bags.map((bag) => (
              <TableRow key={bag.id}>
                <Cell>
                  <Checkbox
                    label={format.donationNumber(bag.donationNo)}
                    isChecked={ticked.has(bag.id)}
                    onCheckedChange={(isTicked) => tick(bag.id, isTicked)}
                  />
                </Cell>
                <BagCells bag={bag} />
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
    </Dialog>
  );
}
