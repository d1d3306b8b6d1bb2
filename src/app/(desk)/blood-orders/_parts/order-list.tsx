'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import ChartColumn from 'lucide-react/icons/chart-column';
import ClipboardList from 'lucide-react/icons/clipboard-list';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Kbd } from '@/components/ui/kbd';
import { useKey } from '@/components/ui/use-key';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { OrderDrawer } from './order-drawer';
import { CancelAskedMark, PhoneMark, PriorityMark } from './order-marks';

export type OrderRights = {
  side: 'hospital' | 'station' | 'office';
  mayOrder: boolean;
  mayAnswer: boolean;
  mayDeliver: boolean;
  mayPhone: boolean;
  mayArrive: boolean;
  mayClose: boolean;
  mayPlan: boolean;
  mayReceive: boolean;
  mayExport: boolean;
};

const inHand = 'accepted,picking,packed';
const arriving = 'on_the_way,arrived';

const hospitalTabs: readonly RecordTab[] = [
  { name: 'ours' },
  { name: 'arriving', filters: { state: arriving } },
  { name: 'owed', filters: { state: `accepted,partly_received` } },
];
const stationTabs: readonly RecordTab[] = [
  { name: 'stations', side: 'party' },
  { name: 'toAnswer', side: 'party', filters: { state: 'submitted' } },
  { name: 'inHand', side: 'party', filters: { state: inHand } },
  { name: 'arriving', side: 'party', filters: { state: arriving } },
  { name: 'owed', side: 'party', filters: { state: 'accepted,partly_received' } },
];
const officeTabs: readonly RecordTab[] = [{ name: 'all' }];

const { orgId: _hospital, ...hospitalFilters } = bloodOrderRecord.filters;
const without = (...names: string[]) => bloodOrderRecord.listColumns.filter((name) => !names.includes(name));
const views = {
  hospital: { ...bloodOrderRecord, filters: hospitalFilters, listColumns: without('orgId', 'partyOrgId') },
  station: { ...bloodOrderRecord, listColumns: without('partyOrgId', 'createdBy') },
  office: { ...bloodOrderRecord, listColumns: without('createdBy', 'phonedAt', 'cancelAskedAt') },
};
const tabs = { hospital: hospitalTabs, station: stationTabs, office: officeTabs };

/** 血液预订: the hospital's own orders; for the station those that come to it, what presses most on top. */
export function OrderList({ rights }: { rights: OrderRights }) {
  const t = useTranslations('blood-orders');
  const router = useRouter();
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const definition = views[rights.side];
  const list = useListState(definition, tabs[rights.side]);
  const answer = useQuery(trpc.bloodOrders.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  useKey('F4', (event) => {
    event.preventDefault();
    if (rights.mayOrder) router.push('/blood-orders/new');
  });
  return (
    <RecordListPage
      definition={definition}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={['createdBy', 'createdAt', 'platelets', 'plasma', 'lineCount', 'cancelAskedAt']}
      renderCell={{
        priority: (row) => <PriorityMark priority={row.priority} />,
        phonedAt: (row) => <PhoneMark priority={row.priority} phonedAt={row.phonedAt} now={now} />,
        cancelAskedAt: (row) => <CancelAskedMark at={row.cancelAskedAt} now={now} />,
      }}
      {...(now ? { now } : {})}
      actions={
        <>
          <Link href="/blood-orders/statistics" className={buttonClasses('secondary', 'dense')}>
            <Icon of={ChartColumn} />
            {t('figures.link')}
          </Link>
          {rights.mayPlan && (
            <Link href="/blood-orders/plan" className={buttonClasses('secondary', 'dense')}>
              {t('planTitle')}
            </Link>
          )}
          {rights.mayOrder && (
            <Link href="/blood-orders/new" className={buttonClasses('primary', 'dense')}>
              <Icon of={ClipboardList} />
              {t('create')}
              <Kbd tone="inherit">F4</Kbd>
            </Link>
          )}
        </>
      }
      drawer={list.openId && <OrderDrawer id={list.openId} rights={rights} onClose={() => list.open(null)} />}
    />
  );
}
