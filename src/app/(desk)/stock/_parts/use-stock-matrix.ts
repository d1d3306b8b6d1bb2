'use client';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { registerPatcher } from '@/app/_client/patchers';
import { useTRPC } from '@/app/_client/trpc';
import type { Envelope } from '@/domain/change';
import { needsDeclared, patchMatrix, type StockMatrix, viewMatrix } from '@/domain/stock/matrix';

const minuteMs = 60_000;

/** Cells move at once; what the envelope cannot tell (the day's line, which bag is near expiry) is fetched right after. */
function followMatrix(data: StockMatrix, changes: readonly Envelope[]) {
  const patched = changes.reduce(patchMatrix, data);
  return { data: patched, isSettled: patched === data && !needsDeclared(data, changes) };
}

/** The organisation an office looks at; everybody else has none and reads its own. */
export function useStockInput(): { orgId?: string } {
  const org = useSearchParams().get('org');
  return useMemo(() => (org ? { orgId: org } : {}), [org]);
}

/** Whose stock an office looks at, in words, on the screen and on paper; nothing for a house's own. */
export function useForeignNote(matrix: StockMatrix | undefined): string | undefined {
  const t = useTranslations('stock');
  const locale = useLocale();
  const { orgId } = useStockInput();
  return orgId && matrix ? t('foreign', { name: locale === 'en' ? matrix.orgNameEn : matrix.orgName }) : undefined;
}

/** The matrix of this page as it stands at this minute of the city. */
export function useStockMatrix() {
  const trpc = useTRPC();
  const input = useStockInput();
  useEffect(() => registerPatcher<StockMatrix>(trpc.stock.matrix.pathKey(), followMatrix), [trpc]);
  const query = useQuery(trpc.stock.matrix.queryOptions(input, { refetchInterval: 15 * minuteMs }));
  const now = useCityNow(minuteMs);
  const { data } = query;
  const at = useMemo(() => (data && (!now || now < data.asOf) ? data.asOf : now), [data, now]);
  const view = useMemo(() => (data && at ? viewMatrix(data, at) : undefined), [data, at]);
  return { query, view, now: at };
}
