'use client';
import { useTranslations } from 'use-intl';
import { readings } from '@/domain/immunohematology-requests/items';
import type { TestResult } from '@/domain/immunohematology-requests/schema';
import { useFormat } from '@/i18n/provider';

/** One result in the language of the page: how it was done, what reacted, what came of it. */
export function useResultWords() {
  const t = useTranslations('immunohematology-requests');
  const format = useFormat();
  return {
    test: (test: TestResult['test']) => t(`options.tests.${test}`),
    method: ({ method }: TestResult) => (method ? t(`options.method.${method}`) : ''),
    reactions: ({ grades }: TestResult) =>
      // In the order in which they are read; a record keeps none.
      readings
        .flatMap((reading) => {
          const grade = grades[reading];
          return grade ? [`${t(`options.reading.${reading}`)} ${t(`options.grade.${grade}`)}`] : [];
        })
        .join('   '),
    result: ({ outcome, abo, rhd, antigens, antibodies, igm, igg }: TestResult) =>
      [
        abo ? `${t('abo')} ${t(`options.abo.${abo}`)}` : '',
        rhd ? `${t('rhd')} ${t(`options.rhd.${rhd}`)}` : '',
        outcome ? t(`options.outcome.${outcome}`) : '',
        format.list([
          ...antigens.map(({ antigen, isPresent }) => `${antigen}${isPresent ? '+' : '\u2212'}`),
          ...antibodies,
        ]),
        igm ? `IgM ${igm}` : '',
        igg ? `IgG ${igg}` : '',
      ]
        .filter((word) => word !== '')
        .join('  '),
    finding: ({ kind, value }: { kind: 'antibody' | 'antigen' | 'group'; value: string }) => {
      if (kind !== 'group') return value.replace(/-$/, kind === 'antigen' ? '\u2212' : '-');
      const [abo = 'unknown', rhd = 'unknown'] = value.split('.');
      return `${t(`options.abo.${abo as 'A'}`)} RhD ${t(`options.rhd.${rhd as 'positive'}`)}`;
    },
  };
}
