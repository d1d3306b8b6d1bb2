'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { PeriodFigures, sumColumn, usePeriod } from '@/app/_shell/period-figures';
import { useDrawnFor } from '@/components/record/drawn-for';
import { exportHref } from '@/components/record/export-href';
import { buttonClasses } from '@/components/ui/button';
import { useKey } from '@/components/ui/use-key';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { useFormat } from '@/i18n/provider';
import { AutologousTabs } from './autologous-tabs';

/** What the monthly report asks, by month, house and kind: an office sees the houses it is over, and no patient. */
export function AutologousFigures({ maySeeRecords }: { maySeeRecords: boolean }) {
  const t = useTranslations('autologous-transfusions');
  const format = useFormat();
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const drawnFor = useDrawnFor();
  const period = usePeriod();
  const { data, error } = useQuery(
    trpc.autologousTransfusions.figures.queryOptions(period.days ?? { since: '', until: '' }, {
      enabled: period.days !== null,
      placeholderData: keepPreviousData,
    }),
  );
  useKey('Esc', () => maySeeRecords && router.push('/autologous-transfusions'));
  const nameOf = (orgId: string) => {
    const name = data?.organisations[orgId];
    return name ? (locale === 'en' ? name.en : name.zh) : orgId;
  };
  return (
    <PeriodFigures
      title={t('figures.title')}
      periodLabel={t('figures.period')}
      period={period}
      answer={{ data: data?.rows, error }}
      definition={autologousRecord}
      rowKey={(row) => `${row.month} ${row.orgId} ${row.type}`}
      none={t('figures.none')}
      note={t('figures.hint')}
      tabs={maySeeRecords && <AutologousTabs current="figures" />}
      actions={
        period.days && (
          <a
            className={buttonClasses('secondary', 'dense')}
            href={exportHref(
              { module: 'autologous-figures' },
              { side: 'owner', filters: { ...period.days } },
              drawnFor,
            )}
          >
            {t('figures.export')}
          </a>
        )
      }
      columns={[
        { key: 'month', label: t('figures.month'), of: (row) => row.month, isWord: true },
        { key: 'house', label: t('figures.house'), of: (row) => nameOf(row.orgId), isWord: true },
        { key: 'type', label: t('fields.type'), of: (row) => t(`options.type.${row.type}`), isWord: true },
        sumColumn('collectedMl', t('figures.collectedMl'), format.number),
        // One person in two months is one person: there is no sum.
        {
          key: 'collectedPersons',
          label: t('figures.collectedPersons'),
          of: (row) => format.number(row.collectedPersons),
        },
        sumColumn('reinfusedMl', t('figures.reinfusedMl'), format.number),
        {
          key: 'reinfusedPersons',
          label: t('figures.reinfusedPersons'),
          of: (row) => format.number(row.reinfusedPersons),
        },
        sumColumn('units', t('figures.units'), (hundredths) => format.number(hundredths / 100, 2)),
        sumColumn('discardedBags', t('figures.discardedBags'), format.number),
      ]}
    />
  );
}
