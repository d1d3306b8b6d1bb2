'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Kbd } from '@/components/ui/kbd';
import { type PageKey, usePageKeys, useRegisterPageKeys } from './page-keys';

type KeyBarProps = {
  /** Stable array: the keys this page listens to. `?` is added. */
  keys: readonly PageKey[];
  /** At the right end: 草稿已存 14:03:09. */
  note?: ReactNode;
};

/** At the foot of entry pages: what the keys do here. */
export function KeyBar({ keys, note }: KeyBarProps) {
  const t = useTranslations('shell');
  const { openHelp } = usePageKeys();
  useRegisterPageKeys(keys);
  return (
    <footer className="flex h-8 flex-none print:hidden items-center gap-4 overflow-hidden border-t border-line-2 bg-sunken px-4 text-12 whitespace-nowrap text-ink-2">
      {keys.map((key) => (
        <span key={key.keys} className="inline-flex items-center gap-[5px]">
          <Kbd>{key.keys}</Kbd>
          {key.label}
        </span>
      ))}
      <button
        type="button"
        onClick={openHelp}
        className="inline-flex h-6 items-center gap-[5px] outline-offset-0 hover:text-ink"
      >
        <Kbd>?</Kbd>
        {t('keys.all')}
      </button>
      {note && <span className="ml-auto">{note}</span>}
    </footer>
  );
}
