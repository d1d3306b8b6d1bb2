'use client';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Kbd } from '@/components/ui/kbd';
import { useKey } from '@/components/ui/use-key';
import { type DictionaryName, wordsWithKey } from '@/domain/dictionaries/names';

type OfferedWordsProps = { dictionary: DictionaryName; onChoose: (words: string) => void };

/** The words of a dictionary, chosen by a click or by Alt and a digit. None, or no answer: nothing is shown, and whoever writes writes. */
export function OfferedWords({ dictionary, onChoose }: OfferedWordsProps) {
  const t = useTranslations('dictionaries');
  const locale = useLocale();
  const trpc = useTRPC();
  const { data: terms = [] } = useQuery(trpc.dictionaries.terms.queryOptions({ dictionary }));
  const words = terms.map(({ id, name, nameEn }) => ({ id, text: locale === 'en' && nameEn ? nameEn : name }));
  const withKey = Math.min(words.length, wordsWithKey);
  if (words.length === 0) return null;
  return (
    <div className="mt-2">
      <p className="mb-1 flex items-center gap-1.5 text-13 text-ink-3">
        {t('offered')}
        <Kbd>{withKey > 1 ? `Alt 1–${withKey}` : 'Alt 1'}</Kbd>
      </p>
      <ul aria-label={t('offered')} className="flex flex-wrap gap-1.5">
        {words.map(({ id, text }, index) => (
          <li key={id}>
            <OfferedWord text={text} digit={index < wordsWithKey ? index + 1 : null} onChoose={onChoose} />
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
      className="flex min-h-7 items-center gap-1.5 rounded border border-line-3 bg-surface px-2 text-left text-13 hover:bg-hover"
    >
      {digit !== null && <span className="text-12 text-ink-3 tabular-nums">{digit}</span>}
      {text}
    </button>
  );
}
