'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import ChartColumn from 'lucide-react/icons/chart-column';
import FilePlus from 'lucide-react/icons/file-plus';
import FileUp from 'lucide-react/icons/file-up';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { pendingStates } from '@/domain/certificate-reviews/lifecycle';
import { reviewRecord } from '@/domain/certificate-reviews/record';
import { DueMark } from './due-mark';
import { ReviewDrawer } from './review-drawer';
import type { ReviewRights } from './review-types';

const hospitalTabs: readonly RecordTab[] = [
  { name: 'all' },
  { name: 'mine', filters: { state: 'draft,rejected' } },
  { name: 'pending', filters: { state: pendingStates.join(',') } },
];
const officeTabs: readonly RecordTab[] = [
  { name: 'all', side: 'party' },
  { name: 'queue', side: 'party', filters: { state: pendingStates.join(',') } },
  { name: 'decided', side: 'party', filters: { state: 'approved,auto_approved,rejected' } },
];
const { orgId: _, ...hospitalFilters } = reviewRecord.filters;
const hospitalView = {
  ...reviewRecord,
  filters: hospitalFilters,
  listColumns: reviewRecord.listColumns.filter((name) => name !== 'orgId'),
};

/** The hospital sees its cases, what it has to mend on top; the office the queue, what is due first on top. */
export function ReviewList({ rights }: { rights: ReviewRights }) {
  const t = useTranslations('certificate-reviews');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const definition = rights.isOffice ? reviewRecord : hospitalView;
  const list = useListState(definition, rights.isOffice ? officeTabs : hospitalTabs);
  const answer = useQuery(trpc.certificateReviews.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const houses = answer.data?.organisations ?? {};
  return (
    <RecordListPage
      definition={definition}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      {...(rights.isOffice
        ? { pickers: { orgId: { items: Object.entries(houses).map(([value, { zh }]) => ({ value, label: zh })) } } }
        : {})}
      hiddenBesideDrawer={['caseType', 'relation', 'usedOn', 'isSupplementary', 'submittedAt', 'entitledMl']}
      renderCell={{ dueAt: (row) => <DueMark row={row} now={now} /> }}
      {...(now ? { now } : {})}
      actions={
        <>
          {rights.maySeeFigures && (
            <Link href="/certificate-reviews/statistics" className={buttonClasses('secondary', 'dense')}>
              <Icon of={ChartColumn} />
              {t('statistics')}
            </Link>
          )}
          {rights.mayImport && (
            <Link href="/certificate-reviews/import" className={buttonClasses('secondary', 'dense')}>
              <Icon of={FileUp} />
              {t('import')}
            </Link>
          )}
          {rights.mayRegister && (
            <Link href="/certificate-reviews/new" className={buttonClasses('primary', 'dense')}>
              <Icon of={FilePlus} />
              {t('register')}
            </Link>
          )}
        </>
      }
      drawer={
        list.openId && (
          <ReviewDrawer key={list.openId} id={list.openId} rights={rights} onClose={() => list.open(null)} />
        )
      }
    />
  );
}
