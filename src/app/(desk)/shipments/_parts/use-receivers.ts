'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { PickerItem } from '@/components/ui/picker-item';

/** Hospitals for pickers, found by 汉字, pinyin, initials or code. */
export function useReceivers(): readonly PickerItem[] {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.shipments.receivers.queryOptions({}, { staleTime: 600_000 }));
  return useMemo(
    () =>
      (data ?? []).map((org) => ({
        value: org.id,
        label: org.name,
        search: `${org.shortName} ${org.search}`,
        code: org.id,
        note: org.district,
      })),
    [data],
  );
}
