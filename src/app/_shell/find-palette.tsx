'use client';
import { useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useEffect, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useOtherCityWords } from '@/app/_scan/use-other-city';
import { useRelabelledSentence } from '@/app/_scan/use-relabelled';
import { useIsPractice } from '@/components/record/drawn-for';
import { useScanner } from '@/components/scan/use-scanner';
import { Dialog } from '@/components/ui/dialog';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { componentCatalogue, componentName } from '@/domain/blood/components';
import { isPracticeNumber } from '@/domain/practice';
import { isSearched, type OtherCode, readLabel } from '@/domain/units/read-label';
import { useFormat } from '@/i18n/provider';
import { listItems } from './current-entry';
import { searchesOf, wholeNumberOf } from './find-in-lists';
import { entriesOf } from './find-in-menu';
import type { MenuEntry, SubPageItem } from './frame-types';

type FindPaletteProps = {
  menu: readonly MenuEntry[];
  pages: readonly SubPageItem[];
  /** The label that opened it, or nothing. */
  scanned: string;
  /** It has the keys from here on. */
  onThere: () => void;
  onClose: () => void;
};

/** Ctrl K, or a label that nobody on the page asked for: a page, or a bag by any label, pasted or scanned: the way to its trace. */
export default function FindPalette({ menu, pages, scanned, onThere, onClose }: FindPaletteProps) {
  useEffect(onThere, [onThere]);
  const t = useTranslations('shell');
  const ui = useTranslations('ui');
  const readWords = useTranslations('units.read');
  const practice = useTranslations('practice');
  const isPractice = useIsPractice();
  const otherCity = useOtherCityWords();
  // Of whichever module: its words are known at run time.
  const words = useTranslations() as unknown as { (key: string): string; has(key: string): boolean };
  const stateWord = (module: string, state: string) =>
    words.has(`${module}.states.${state}`) ? words(`${module}.states.${state}`) : state;
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const format = useFormat();
  const [text, setText] = useState(() => (otherOf(scanned) ? '' : scanned));
  const [other, setOther] = useState<OtherCode | null>(() => otherOf(scanned));
  const read = (raw: string) => {
    const what = otherOf(raw);
    setOther(what);
    setText(what ? '' : raw);
  };
  useScanner({ on: 'dialog', onScan: read });
  const asked = useDeferredValue(text.trim());
  // A badge, a wristband, half a word: what names no bag stays in this window.
  const label = readLabel(asked);
  const isLabel = isSearched(label) && asked.length >= 4 && !isPracticeNumber(asked);
  const units = useQuery({
    ...trpc.units.find.queryOptions({ text: asked }),
    enabled: isLabel,
    retry: false,
  });
  const whole = useDeferredValue(wholeNumberOf(text));
  const records = useQuery({
    ...trpc.records.find.queryOptions({ no: whole ?? '' }),
    enabled: whole !== null && (isPractice || !isPracticeNumber(whole)),
    retry: false,
  });
  const relabelled = useRelabelledSentence(
    isLabel && label.kind === 'donation'
      ? { donationNo: label.donationNo, ...(label.productCode ? { productCode: label.productCode } : {}) }
      : null,
  );
  // What was read instead of a bag stands there alone, or nobody would see it.
  const entries = other ? null : entriesOf(text, listItems(menu), pages);
  // A paper of practice on the desk of the real city: known by its form, and looked for nowhere.
  const isOfPractice = isPracticeNumber(text) && !isPractice;
  const lists = [...listItems(menu), ...pages];
  // Who knows the whole number is led to the record; the lists are for a part of one.
  const searches = isOfPractice || wholeNumberOf(text) !== null ? [] : searchesOf(text, lists);
  const found = (whole !== null && records.data ? records.data : []).flatMap((record) => {
    const list = lists.find(({ key }) => key === record.module);
    return list ? [{ ...record, list }] : [];
  });
  const nameOf = (code: string) => {
    const component = componentCatalogue.find((row) => row.code === code);
    return component ? componentName(component, locale === 'en' ? 'en' : 'zh-CN') : code;
  };
  const go = (href: string) => {
    onClose();
    router.push(href);
  };
  const none = () => {
    if (other) return readWords(`other.${other}`);
    if (isOfPractice) return practice('numberOf', { no: text.trim() });
    const words = label.kind === 'donation' && units.data ? otherCity(label.donationNo) : null;
    if (words !== null) return words;
    if (label.kind === 'mismatch') return readWords('mismatch', { no: format.donationNumber(label.donationNo) });
    if (units.isFetching || records.isFetching) return ui('pickerLoading');
    if (units.isError || records.isError) return ui('errorTitle');
    if (whole !== null) return t('findNoNumber', { no: whole });
    return t(asked.length >= 4 ? 'findNothing' : 'findHint');
  };
  const itemOf = (entry: SubPageItem) => (
    <Command.Item key={entry.key} value={entry.key} onSelect={() => go(entry.href)}>
      {entry.label}
      {entry.heading && <span className="ml-auto text-12 text-ink-2">{entry.heading}</span>}
    </Command.Item>
  );
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
        {relabelled && (
          <p role="status" className="text-14 font-bold text-stop">
            {relabelled}
          </p>
        )}
        <Command.List className="max-h-[50vh] overflow-y-auto text-14 [&_[cmdk-item]]:flex [&_[cmdk-item]]:h-9 [&_[cmdk-item]]:items-center [&_[cmdk-item]]:gap-3 [&_[cmdk-item]]:px-3 [&_[data-selected=true]]:bg-select">
          <Command.Empty className="px-3 py-2 text-ink-2">{none()}</Command.Empty>
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
          {found.map(({ module, id, no, state, orgName, orgNameEn, list }) => (
            <Command.Item key={id} value={id} onSelect={() => go(`${list.href}?open=${id}`)}>
              <span>{list.label}</span>
              <span className="font-code">{no}</span>
              <span className="text-12 text-ink-2">{stateWord(module, state)}</span>
              <span className="ml-auto truncate text-12 text-ink-2">{locale === 'en' ? orgNameEn : orgName}</span>
            </Command.Item>
          ))}
          {entries?.beginning.map(itemOf)}
          {entries?.containing.map(itemOf)}
          {searches.map((search) => (
            <Command.Item key={search.key} value={search.key} onSelect={() => go(search.href)}>
              {t('findIn', { list: search.list, text: search.text })}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  );
}

/** What names no bag, a badge above all, stands in no field. */
function otherOf(raw: string): OtherCode | null {
  const label = readLabel(raw);
  return label.kind === 'other' ? label.what : null;
}
