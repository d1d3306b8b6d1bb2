'use client';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Kbd } from '@/components/ui/kbd';
import { useKey } from '@/components/ui/use-key';
import { type DictionaryName, wordsWithKey } from '@/domain/dictionaries/names';

type OfferedWordsProps = {
  dictionary: DictionaryName;
  /** @returns false: there is no room for them. */
  onChoose: (words: string) => boolean;
};

/**
 * The words of a dictionary, chosen by a click or by Alt and a digit. None, or no answer: nothing is shown, and whoever writes writes. A digit means
 * the same word as long as the dialog is open: what is added meanwhile stands behind without one, what is taken away leaves its digit to nobody.
 */
export function OfferedWords({ dictionary, onChoose }: OfferedWordsProps) {
  const t = useTranslations('dictionaries');
  const locale = useLocale();
  const trpc = useTRPC();
  const { data: terms } = useQuery(trpc.dictionaries.terms.queryOptions({ dictionary }));
  const [first, setFirst] = useState<readonly string[] | null>(null);
  if (terms && !first) setFirst(terms.map(({ id }) => id));
  const [said, setSaid] = useState('');
  const area = useRef<HTMLDivElement>(null);
  if (!terms || !first || terms.length === 0) return null;
  const placeOf = (id: string) => (first.includes(id) ? first.indexOf(id) : first.length);
  const words = [...terms]
    .sort((left, right) => placeOf(left.id) - placeOf(right.id))
    .map(({ id, name, nameEn }) => ({
      id,
      text: locale === 'en' && nameEn ? nameEn : name,
      digit: placeOf(id) < Math.min(first.length, wordsWithKey) ? placeOf(id) + 1 : null,
    }));
  const last = Math.max(0, ...words.map(({ digit }) => digit ?? 0));
  const choose = (text: string) => {
    // What has been sent stands still, and a question before the dialog wants its answer first.
    if (area.current?.closest('[inert], [aria-hidden="true"], [data-base-ui-inert]')) return;
    setSaid(t(onChoose(text) ? 'chosen' : 'noRoom', { words: text }));
  };
  return (
    <div ref={area} className="mt-2">
      <p className="mb-1 flex items-center gap-1.5 text-13 text-ink-3">
        {t('offered')}
        {last > 0 && <Kbd>{last > 1 ? `Alt 1–${last}` : 'Alt 1'}</Kbd>}
        <span role="status">{said}</span>
      </p>
      <ul aria-label={t('offered')} className="flex flex-wrap gap-1.5">
        {words.map(({ id, text, digit }) => (
          <li key={id}>
            <OfferedWord text={text} digit={digit} onChoose={choose} />
          </li>
        ))}
      </ul>
    </div>
  );
}

type OfferedWordProps = { text: string; digit: number | null; onChoose: (words: string) => void };

function OfferedWord({ text, digit, onChoose }: OfferedWordProps) {
  useKey(`Alt ${digit ?? 0}`, () => onChoose(text), { reach: 'dialog', isEnabled: digit !== null });
  return (
    <button
      type="button"
      onClick={() => onChoose(text)}
      {...(digit === null ? {} : { 'aria-keyshortcuts': `Alt+${digit}` })}
      className="flex min-h-7 items-center gap-1.5 rounded border border-line-3 bg-surface px-2 text-left text-13 hover:bg-hover"
    >
      {digit !== null && (
        <span aria-hidden="true" className="text-12 text-ink-3 tabular-nums">
          {digit}
        </span>
      )}
      {text}
    </button>
  );
}
