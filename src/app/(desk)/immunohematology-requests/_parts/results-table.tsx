'use client';
import { useTranslations } from 'use-intl';
import type { TestResult } from '@/domain/immunohematology-requests/schema';
import { useResultWords } from './use-result-words';

/** Results as they are read: what was asked, what came of it in bold, how it was done and what reacted below. */
export function ResultsTable({ results, isPaper = false }: { results: readonly TestResult[]; isPaper?: boolean }) {
  const t = useTranslations('immunohematology-requests');
  const words = useResultWords();
  if (results.length === 0) return <p className="text-13 text-ink-3">{t('resultsNone')}</p>;
  return (
    <table className={`w-full border-t ${isPaper ? 'border-ink text-13' : 'border-line text-13'}`}>
      <thead>
        <tr className="text-left text-12 text-ink-3">
          <th className="w-[34%] py-1 font-normal">{t('sheet.item')}</th>
          <th className="py-1 font-normal">{t('sheet.result')}</th>
        </tr>
      </thead>
      <tbody>
        {results.map((result) => (
          <tr key={result.test} className={`border-t align-top ${isPaper ? 'border-line-2' : 'border-line'}`}>
            <th scope="row" className="py-1.5 pr-2 text-left font-normal">
              {words.test(result.test)}
              <span className="block text-12 text-ink-3">{words.method(result)}</span>
            </th>
            <td className="py-1.5">
              <strong>{words.result(result)}</strong>
              <span className="block text-12 text-ink-2">{words.reactions(result)}</span>
              {result.note && <span className="block text-12 text-ink-2">{result.note}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
