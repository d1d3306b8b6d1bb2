'use client';
import { useQuery } from '@tanstack/react-query';
import { useLocale } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Combobox } from '@/components/ui/combobox';

type PurposeInputProps = { value: string; onValueChange: (value: string) => void };

/** What the blood is for, in the words of the dictionary; what was chosen before and is no more there is still said. */
export function PurposeInput({ value, onValueChange }: PurposeInputProps) {
  const locale = useLocale();
  const trpc = useTRPC();
  const { data: terms = [] } = useQuery(trpc.dictionaries.terms.queryOptions({ dictionary: 'purpose' }));
  const offered = terms.map(({ name, nameEn }) => ({
    value: name,
    label: locale === 'en' && nameEn ? nameEn : name,
    search: nameEn ?? '',
  }));
  const items =
    value === '' || offered.some((item) => item.value === value)
      ? offered
      : [...offered, { value, label: value, search: '' }];
  return (
    <Combobox
      items={items}
      value={items.find((item) => item.value === value) ?? null}
      onValueChange={(item) => onValueChange(item?.value ?? '')}
    />
  );
}
