'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { PickerItem } from '@/components/ui/picker-item';
import { type OutboundKind, outboundKinds } from '@/domain/other-outbounds/kinds';
import type { Outbound } from './use-outbound';

/** Where this entry may go, found by 汉字, pinyin, initials or code; a city's only station is chosen already. */
export function useDestinations({ kind, toOrgId }: Pick<Outbound, 'kind' | 'toOrgId'>) {
  const places = useDesk();
  const destinations = useMemo(() => pickable(places.data?.destinations ?? [], kind), [places.data, kind]);
  const [only, ...others] = destinations;
  const sole = only && others.length === 0 ? only.value : '';
  const isPossible = destinations.some((item) => item.value === toOrgId);
  return {
    destinations,
    toOrgId: isPossible ? toOrgId : sole,
    nameOf: (id: string) => destinations.find((item) => item.value === id)?.label ?? '',
    isSingleDutyAllowed: places.data?.isSingleDutyAllowed ?? false,
  };
}

/** Every place that an entry of any kind may go to: for the filter of the list. */
export function useAllDestinations(): readonly PickerItem[] {
  const places = useDesk();
  return useMemo(() => toItems(places.data?.destinations ?? []), [places.data]);
}

function useDesk() {
  const trpc = useTRPC();
  return useQuery(trpc.otherOutbounds.open.queryOptions({}, { staleTime: 60_000 }));
}

type Place = NonNullable<ReturnType<typeof useDesk>['data']>['destinations'][number];

function pickable(places: readonly Place[], kind: OutboundKind | null): PickerItem[] {
  const wanted = kind && outboundKinds[kind].destination;
  return toItems(places.filter((place) => place.kind === wanted));
}

function toItems(places: readonly Place[]): PickerItem[] {
  return places.map((place) => ({
    value: place.id,
    label: place.name,
    search: `${place.shortName} ${place.search}`,
    code: place.id,
    note: place.district,
  }));
}
