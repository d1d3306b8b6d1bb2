'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Truck from 'lucide-react/icons/truck';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { shipmentRecord } from '@/domain/shipments/record';
import { ShipmentDrawer } from './shipment-drawer';
import { useReceivers } from './use-receivers';

export type ShipmentRights = {
  isSender: boolean;
  mayShip: boolean;
  mayVoid: boolean;
  mayReceive: boolean;
  mayExport: boolean;
};

const senderTabs: readonly RecordTab[] = [
  { name: 'sent' },
  { name: 'onTheWay', filters: { state: 'shipped,partly_received' } },
];
const receiverTabs: readonly RecordTab[] = [{ name: 'awaited', side: 'party' }];
const { orgId: _sender, ...senderFilters } = shipmentRecord.filters;
const { partyOrgId: _receiver, ...receiverFilters } = senderFilters;
const senderView = {
  ...shipmentRecord,
  filters: senderFilters,
  listColumns: shipmentRecord.listColumns.filter((name) => name !== 'orgId'),
};
const receiverView = {
  ...shipmentRecord,
  filters: receiverFilters,
  listColumns: shipmentRecord.listColumns.filter((name) => name !== 'partyOrgId' && name !== 'createdBy'),
};

/** The station sees what it sent, the hospital what comes to it: what is awaited on top. */
export function ShipmentList(rights: ShipmentRights) {
  const t = useTranslations('shipments');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const definition = rights.isSender ? senderView : receiverView;
  const list = useListState(definition, rights.isSender ? senderTabs : receiverTabs);
  const answer = useQuery(trpc.shipments.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const receivers = useReceivers();
  return (
    <RecordListPage
      definition={definition}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      pickers={{ partyOrgId: { items: receivers } }}
      hiddenBesideDrawer={['kind', 'boxCount', 'carrier', 'carrierPhone', 'createdBy']}
      {...(now ? { now } : {})}
      actions={
        rights.mayShip && (
          <Link href="/shipments/new" className={buttonClasses('primary', 'dense')}>
            <Icon of={Truck} />
            {t('create')}
          </Link>
        )
      }
      drawer={list.openId && <ShipmentDrawer id={list.openId} rights={rights} onClose={() => list.open(null)} />}
    />
  );
}
