import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useLocale } from 'use-intl';
import type { PickerItem } from '@/components/ui/picker-item';
import { type BloodComponent, componentCatalogue, componentName, componentShortName } from '@/domain/blood/components';
import { useTRPC } from './trpc';

const catalogue: readonly BloodComponent[] = componentCatalogue;

/** The components of the catalogue for a picker, found by code, by their names in both languages and by pinyin. */
export function useComponentItems(): PickerItem[] {
  const locale = useLocale();
  const trpc = useTRPC();
  const { data: words } = useQuery(trpc.products.components.queryOptions({}, { staleTime: Number.POSITIVE_INFINITY }));
  return useMemo(
    () =>
      catalogue.map((one) => ({
        value: one.code,
        label: componentName(one, locale),
        code: one.code,
        search: [
          componentShortName(one, locale),
          one.nameEn,
          words?.find(({ code }) => code === one.code)?.search,
        ].join(' '),
      })),
    [locale, words],
  );
}
