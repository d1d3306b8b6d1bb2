'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import ChartColumn from 'lucide-react/icons/chart-column';
import FilePlus from 'lucide-react/icons/file-plus';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { bloodUsePlanRecord } from '@/domain/blood-use-plans/record';
import { PlanDrawer } from './plan-drawer';
import type { PlanRights } from './plan-types';

const hospitalTabs: readonly RecordTab[] = [
  { name: 'all' },
  { name: 'mine', filters: { state: 'draft,returned' } },
  { name: 'approved', filters: { state: 'approved' } },
];
const officeTabs: readonly RecordTab[] = [
  { name: 'all', side: 'party' },
  { name: 'waiting', side: 'party', filters: { state: 'submitted,reviewed' } },
  { name: 'approved', side: 'party', filters: { state: 'approved' } },
];
const { orgId: _, ...hospitalFilters } = bloodUsePlanRecord.filters;
const hospitalView = {
  ...bloodUsePlanRecord,
  filters: hospitalFilters,
  listColumns: bloodUsePlanRecord.listColumns.filter((name) => name !== 'orgId'),
};

/** The hospital sees its plans, what it has to mend on top; the offices what waits for them. */
export function PlanList({ rights }: { rights: PlanRights }) {
  const t = useTranslations('blood-use-plans');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const definition = rights.isOffice ? bloodUsePlanRecord : hospitalView;
  const list = useListState(definition, rights.isOffice ? officeTabs : hospitalTabs);
  const answer = useQuery(trpc.bloodUsePlans.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
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
      hiddenBesideDrawer={['platelets', 'plasma', 'cryo', 'submittedAt', 'approvedAt']}
      {...(now ? { now } : {})}
      actions={
        <>
          {rights.maySeeFigures && (
            <Link href="/blood-use-plans/figures" className={buttonClasses('secondary', 'dense')}>
              <Icon of={ChartColumn} />
              {t('figures')}
            </Link>
          )}
          {rights.mayDraft && (
            <Link href="/blood-use-plans/new" className={buttonClasses('primary', 'dense')}>
              <Icon of={FilePlus} />
              {t('register')}
            </Link>
          )}
        </>
      }
      drawer={
        list.openId && <PlanDrawer key={list.openId} id={list.openId} rights={rights} onClose={() => list.open(null)} />
      }
    />
  );
}
