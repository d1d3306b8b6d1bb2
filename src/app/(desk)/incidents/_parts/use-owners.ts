'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '@/app/_client/trpc';
import type { PickerItem } from '@/components/ui/picker-item';

/** The blood bank's people for pickers, found by 汉字, pinyin, initials or 工号. */
export function useOwners(): readonly PickerItem[] {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.incidents.owners.queryOptions({}, { staleTime: 60_000 }));
  return useMemo(
    () =>
      (data ?? []).map((owner) => ({
        value: owner.personId,
        label: owner.name,
        code: owner.staffNo,
        search: owner.search,
      })),
    [data],
  );
}
