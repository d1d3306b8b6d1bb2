'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useCityNow, useCoverage } from '@/app/_client/live';
import { registerPatcher } from '@/app/_client/patchers';
import { useTRPC } from '@/app/_client/trpc';
import type { Envelope } from '@/domain/change';
import { type CitySnapshot, needsDeclarations, patchCity } from '@/domain/overview/city';
import { viewCity } from '@/domain/overview/view';

const minuteMs = 60_000;

/** Every figure of the city follows its envelopes: nothing has to be fetched, but for which bags of a moved cell are about to expire, and what a house declared. */
function followCity(data: CitySnapshot, changes: readonly Envelope[]) {
  const patched = changes.reduce(patchCity, data);
  return { data: patched, isSettled: patched.expiring === data.expiring && !needsDeclarations(data, changes) };
}

/** The city as it stands at this minute; tells the pill when hospitals are silent. */
export function useCity() {
  const trpc = useTRPC();
  useEffect(() => registerPatcher<CitySnapshot>(trpc.overview.city.pathKey(), followCity), [trpc]);
  // Days, minima and what is about to expire change without a movement.
  const query = useQuery(trpc.overview.city.queryOptions({}, { refetchInterval: 5 * minuteMs }));
  const now = useCityNow(minuteMs);
  const { data } = query;
  const at = useMemo(() => (data && (!now || now < data.asOf) ? data.asOf : now), [data, now]);
  const view = useMemo(() => (data && at ? viewCity(data, at) : undefined), [data, at]);
  useCoverage(view && view.reporting.total > 0 ? view.reporting : null);
  return { query, view, now: at };
}
