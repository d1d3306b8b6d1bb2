'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import type { OfferedBag } from './issue-types';

type KeptBagsProps = {
  patientId: string;
  /** Of the request that is chosen; null: none is. */
  requestId: string | null;
  chosen: readonly string[];
  isDisabled: boolean;
  onTake: (bags: readonly OfferedBag[]) => void;
};

/** What the bench matched for this request and keeps: all of it goes on the list at once, by its crossmatches. */
export function KeptBags({ patientId, requestId, chosen, isDisabled, onTake }: KeptBagsProps) {
  const trpc = useTRPC();
  const t = useTranslations('clinical-issues.form.keptBags');
  const { data } = useQuery(trpc.clinicalIssues.candidates.queryOptions({ patientId }));
  const kept =
    data?.usable.filter(
      (bag) => requestId !== null && bag.reservedRequestId === requestId && !chosen.includes(bag.unitId),
    ) ?? [];
  if (kept.length === 0) return null;
  return (
    <Banner
      tone="info"
      action={
        <Button size="dense" isDisabled={isDisabled} onClick={() => onTake(kept)}>
          {t('take', { count: kept.length })}
        </Button>
      }
    >
      {t('note', { count: kept.length })}
    </Banner>
  );
}
