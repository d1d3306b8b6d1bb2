'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import type { RenderCell } from '@/components/record/record-table';
import { buttonClasses } from '@/components/ui/button';
import { recallRecord } from '@/domain/recalls/record';
import { ClassMark } from './class-mark';
import { PhoneList } from './phone-list';
import { RecallDrawer } from './recall-drawer';
import type { RecallRights } from './recall-types';

const stationTabs: readonly RecordTab[] = [{ name: 'ours' }, { name: 'open', filters: { state: 'active' } }];
const houseTabs: readonly RecordTab[] = [
  { name: 'own', side: 'party' },
  { name: 'open', side: 'party', filters: { state: 'sounding,acknowledged' } },
];
const without = (...names: string[]) => ({
  ...recallRecord,
  listColumns: recallRecord.listColumns.filter((name) => !names.includes(name)),
});
const views = { station: without('orgId', 'acknowledgedBy'), house: without() };

/** 血液召回: for the station what it recalled, with whom to call; for a house what concerns its bags. */
export function RecallList({ rights }: { rights: RecallRights }) {
  const t = useTranslations('recalls');
  const trpc = useTRPC();
  const now = useCityNow(30_000);
  const definition = rights.isStation ? views.station : views.house;
  const list = useListState(definition, rights.isStation ? stationTabs : houseTabs);
  const answer = useQuery(trpc.recalls.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const renderCell = useMemo<RenderCell>(
    () => ({
      recallClass: (row) => <ClassMark recallClass={String(row.recallClass)} />,
      donationNos: (row) => <Donations text={String(row.donationNos)} />,
    }),
    [],
  );
  return (
    <RecordListPage
      definition={definition}
      list={list}
      answer={answer}
      renderCell={renderCell}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={['donationNos', 'orgId', 'bagCount', 'acknowledgedBy', 'createdAt']}
      {...(now ? { now } : {})}
      actions={
        rights.mayRegister && (
          <Link href="/recalls/new" className={buttonClasses('primary', 'dense')}>
            {t('register.action')}
          </Link>
        )
      }
      notice={rights.mayCall && <PhoneList />}
      drawer={list.openId && <RecallDrawer id={list.openId} rights={rights} onClose={() => list.open(null)} />}
    />
  );
}

/** The first, and how many more. */
function Donations({ text }: { text: string }) {
  const [first = '', ...others] = text.split(' ');
  return (
    <span className="font-code">
      {first}
      {others.length > 0 && ` +${others.length}`}
    </span>
  );
}
