'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import FilePlus from 'lucide-react/icons/file-plus';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { openDonorStates } from '@/domain/donor-plans/lifecycle';
import { donorPlanRecord } from '@/domain/donor-plans/record';
import { ShareDrawer } from './share-drawer';
import type { ShareRights } from './share-types';

const open = openDonorStates.join(',');
const hospitalTabs: readonly RecordTab[] = [
  { name: 'unused', filters: { state: open } },
  { name: 'allocated', filters: { state: 'allocated' } },
  { name: 'all' },
];
const officeTabs: readonly RecordTab[] = [
  { name: 'all', side: 'party' },
  { name: 'unused', side: 'party', filters: { state: open } },
];
const { orgId: _, ...hospitalFilters } = donorPlanRecord.filters;
const hospitalView = {
  ...donorPlanRecord,
  filters: hospitalFilters,
  listColumns: donorPlanRecord.listColumns.filter((name) => name !== 'orgId'),
};

/** The hospital sees what is allocated to it and not used up; the office everything that it allocated. */
export function ShareList({ rights }: { rights: ShareRights }) {
  const t = useTranslations('donor-plans');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const definition = rights.isOffice ? donorPlanRecord : hospitalView;
  const list = useListState(definition, rights.isOffice ? officeTabs : hospitalTabs);
  const answer = useQuery(trpc.donorPlans.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
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
      hiddenBesideDrawer={['origin', 'donorGroup', 'createdAt', 'validUntil']}
      {...(now ? { now } : {})}
      actions={
        rights.mayAllocate && (
          <Link href="/donor-plans/new" className={buttonClasses('primary', 'dense')}>
            <Icon of={FilePlus} />
            {t('allocate')}
          </Link>
        )
      }
      drawer={
        list.openId && (
          <ShareDrawer key={list.openId} id={list.openId} rights={rights} onClose={() => list.open(null)} />
        )
      }
    />
  );
}
