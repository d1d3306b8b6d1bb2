'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Button, buttonClasses } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { shipmentRecord } from '@/domain/shipments/record';
import { useFormat } from '@/i18n/provider';
import { OffBoxes } from './off-boxes';
import { ShipmentBags } from './shipment-bags';
import type { ShipmentRights } from './shipment-list';
import { VoidShipment } from './void-shipment';

type ShipmentDrawerProps = { id: string; rights: ShipmentRights; onClose: () => void };

export function ShipmentDrawer({ id, rights, onClose }: ShipmentDrawerProps) {
  const t = useTranslations('shipments');
  const common = useTranslations('common.action');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.shipments.get.queryOptions({ id }));
  const history = useQuery(trpc.shipments.history.queryOptions({ id }));
  const open = useOpenDialog();
  const me = useQuery(trpc.session.me.queryOptions());
  const words = useTranslations('other-outbounds.options.reasonCode');
  const format = useFormat();
  const isOurs = me.data?.orgId === data?.orgId;
  const isAwaited = data && ['shipped', 'partly_received'].includes(data.state);
  function reasonOf({ reasonCode, words: said }: NonNullable<typeof data>) {
    return reasonCode && format.clauses([words(reasonCode), ...(said ? [said] : [])]);
  }
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      status={data && <StateMark definition={shipmentRecord} state={data.state} />}
      onClose={onClose}
      width={376}
      footer={
        data && (
          <>
            <a
              href={`/shipments/${id}/print`}
              target="_blank"
              rel="noreferrer"
              className={buttonClasses('secondary', 'md')}
            >
              {t(data.kind === 'return' ? 'printReturn' : data.kind === 'transfer' ? 'printTransfer' : 'print')}
            </a>
            {isOurs && rights.mayVoid && data.state === 'shipped' && (
              <Button
                variant="danger"
                onClick={() => open((close) => <VoidShipment shipment={data} onClose={close} />)}
              >
                {common('void')}
              </Button>
            )}
            {!isOurs && me.data && rights.mayReceive && isAwaited && (
              <Link href={`/bag-receipts/receive/${id}`} className={buttonClasses('primary', 'md')}>
                {t('receive')}
              </Link>
            )}
          </>
        )
      }
    >
      {error && <FailurePanel definition={shipmentRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={shipmentRecord}
              record={data}
              fields={[
                'orgId',
                'partyOrgId',
                ...(data.reasonCode ? ['kind', 'reasonCode'] : []),
                'bagCount',
                'receivedCount',
                'carrier',
                'carrierPhone',
                'sentAt',
                'createdBy',
                ...(data.reason ? ['reason'] : []),
              ]}
              organisations={{
                [data.orgId]: { zh: data.orgName, en: data.orgName },
                [data.partyOrgId]: { zh: data.partyOrgName, en: data.partyOrgName },
              }}
              renderValue={{ reasonCode: () => reasonOf(data) }}
              now={now}
            />
          </div>
          <OffBoxes boxes={data.boxes} className="border-b border-line px-4 py-2 text-13" />
          <ShipmentBags bags={data.bags} />
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={shipmentRecord} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}
