'use client';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useScanner } from '@/components/scan/use-scanner';
import { Dialog } from '@/components/ui/dialog';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { componentCatalogue, componentName } from '@/domain/blood/components';
import { isSearched, type OtherCode, readLabel } from '@/domain/units/read-label';
import { listItems } from './current-entry';
import { searchesOf } from './find-in-lists';
import type { MenuEntry } from './frame-types';

type FindPaletteProps = { menu: readonly MenuEntry[]; onClose: () => void };

/** Ctrl K: a heading of the menu, or a bag by any label, pasted or scanned: the way to its trace. */
export default function FindPalette({ menu, onClose }: FindPaletteProps) {
  const t = useTranslations('shell');
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const [text, setText] = useState('');
  const unitWords = useTranslations('units.read.other');
  const [other, setOther] = useState<OtherCode | null>(null);
  // A badge signs: it stands in no field, as everywhere.
  const read = (raw: string) => {
    const label = readLabel(raw);
    setOther(label.kind === 'other' ? label.what : null);
    setText(label.kind === 'other' ? '' : raw);
  };
  useScanner({ on: 'dialog', onScan: read });
  const asked = useDeferredValue(text.trim());
  // A badge, a wristband, half a word: what names no bag stays in this window.
  const isLabel = isSearched(readLabel(asked)) && asked.length >= 4;
  const units = useQuery({
    ...trpc.units.find.queryOptions({ text: asked }),
    enabled: isLabel,
    retry: false,
  });
  const entries = listItems(menu).filter(
    (entry) =>
      entry.label.toLowerCase().includes(text.trim().toLowerCase()) || entry.href.includes(text.trim().toLowerCase()),
  );
  const searches = searchesOf(asked, listItems(menu));
  const nameOf = (code: string) => {
    const component = componentCatalogue.find((row) => row.code === code);
    return component ? componentName(component, locale === 'en' ? 'en' : 'zh-CN') : code;
  };
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  return (
    <Dialog isOpen onClose={onClose} title={t('find')}>
      <Command shouldFilter={false} label={t('find')} className="flex flex-col gap-2">
        <Command.Input
          autoFocus
          value={text}
          onValueChange={(typed) => {
            setOther(null);
            setText(typed);
          }}
          placeholder={t('find')}
          className="h-10 rounded border border-line-3 bg-surface px-3 text-16 text-ink"
        />
        <Command.List className="max-h-[50vh] overflow-y-auto text-14 [&_[cmdk-item]]:flex [&_[cmdk-item]]:h-9 [&_[cmdk-item]]:items-center [&_[cmdk-item]]:gap-3 [&_[cmdk-item]]:px-3 [&_[data-selected=true]]:bg-select">
          <Command.Empty className="px-3 py-2 text-ink-2">
            {other ? unitWords(other) : asked.length >= 4 ? t('findNothing') : t('findHint')}
          </Command.Empty>
          {units.data?.map((unit) => (
            <Command.Item key={unit.id} value={unit.id} onSelect={() => go(`/units/${unit.id}`)}>
              <GroupPlate abo={unit.abo as 'A'} rhd={unit.rhd as 'positive'} size="xs" />
              <DonationNumber donationNo={unit.donationNo} />
              <span className="truncate">{nameOf(unit.component)}</span>
              <span className="ml-auto text-12 text-ink-2">
                {(locale === 'en' ? unit.holderNameEn : unit.holderName) ?? t('findGone')}
              </span>
            </Command.Item>
          ))}
          {searches.map((search) => (
            <Command.Item key={search.key} value={search.key} onSelect={() => go(search.href)}>
              {t('findIn', { list: search.list, text: search.text })}
            </Command.Item>
          ))}
          {entries.map((entry) => (
            <Command.Item key={entry.key} value={entry.key} onSelect={() => go(entry.href)}>
              {entry.label}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}
