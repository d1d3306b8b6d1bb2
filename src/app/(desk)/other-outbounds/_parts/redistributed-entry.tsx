'use client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Skeleton } from '@/components/ui/skeleton';
import { outboundRecord } from '@/domain/other-outbounds/record';
import { useFormat } from '@/i18n/provider';
import type { LeavingBag } from '@/server/modules/other-outbounds/load';
import type { Outbound } from './use-outbound';

export interface FilledEntry {
  /** The redistribution that the transfer is made for. */
  readonly id: string;
  readonly entry: Pick<Outbound, 'kind' | 'reasonCode' | 'words' | 'toOrgId' | 'lines'>;
}

type RedistributedEntryProps = { redistributionId: string; children: (filled: FilledEntry) => ReactNode };

/** 近效期调剂: the transfer as it follows from what was taken: where to, why, with which delivery, and the bags. */
export function RedistributedEntry({ redistributionId, children }: RedistributedEntryProps) {
  const t = useTranslations('other-outbounds');
  const words = useTranslations('redistributions.send');
  const format = useFormat();
  const trpc = useTRPC();
  const { data, error } = useQuery({
    ...trpc.redistributions.leaving.queryOptions({ id: redistributionId }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
  if (!data)
    return (
      <Page title={t('createTitle')}>
        {error ? <FailurePanel definition={outboundRecord} failure={readFailure(error)} /> : <Skeleton lines={8} />}
      </Page>
    );
  const { id, no, toOrgId, dueAt, bags } = data;
  return children({
    id,
    entry: {
      kind: 'transfer',
      reasonCode: 'near_expiry',
      words: dueAt ? words('words', { no, at: format.dateTime(dueAt) }) : words('wordsPlain', { no }),
      toOrgId,
      lines: bags,
    },
  });
}

/** A bag that was kept for this redistribution may leave with it, also one that was put aside and scanned again. */
export function markTaken(bags: readonly LeavingBag[], filled: FilledEntry | null): LeavingBag[] {
  const taken = new Set(filled?.entry.lines.map(({ id }) => id));
  return bags.map((bag) => (taken.has(bag.id) ? { ...bag, isTaken: true } : bag));
}
