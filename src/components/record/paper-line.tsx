'use client';
import { useTranslations } from 'use-intl';

type PaperLineProps = {
  /** Name and value of each condition, as read. */
  asked: readonly (readonly [name: string, value: string])[];
  /** Which rows of the answer stand below, from 1; null: none. */
  rows: { readonly from: number; readonly to: number } | null;
  /** The rows below answer what was asked before. */
  isStale?: boolean;
  /** Before the conditions. */
  tab?: string | null;
  /** Whether there is more. */
  rest?: string | null;
};

/** On paper only: what was asked for, and which rows of the answer these are. */
export function PaperLine({ asked, rows, isStale = false, tab = null, rest = null }: PaperLineProps) {
  const t = useTranslations('record.paper');
  return (
    <p className="hidden flex-wrap gap-x-6 border-b border-line-2 pb-1 text-13 print:flex">
      {isStale ? (
        <strong>{t('stale')}</strong>
      ) : (
        <>
          {tab && <span>{t('tab', { tab })}</span>}
          {asked.map(([name, value]) => (
            <span key={name}>
              {name} <strong>{value}</strong>
            </span>
          ))}
          {asked.length === 0 && <span>{t('noFilters')}</span>}
        </>
      )}
      {rows && <span>{t('rows', rows)}</span>}
      {rest && <span>{rest}</span>}
    </p>
  );
}
