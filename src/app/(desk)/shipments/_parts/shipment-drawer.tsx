'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Button, buttonClasses } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { shipmentRecord } from '@/domain/shipments/record';
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
  const [isVoiding, setIsVoiding] = useState(false);
  const isAwaited = data && ['shipped', 'partly_received'].includes(data.state);
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
              {t('print')}
            </a>
            {rights.isSender && rights.mayVoid && data.state === 'shipped' && (
              <Button variant="danger" onClick={() => setIsVoiding(true)}>
                {common('void')}
              </Button>
            )}
            {!rights.isSender && rights.mayReceive && isAwaited && (
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
              now={now}
            />
          </div>
          <ShipmentBags bags={data.bags} />
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={shipmentRecord} entries={history.data ?? []} now={now} />
          </section>
          {isVoiding && (
            <VoidShipment
              shipment={{ id, no: data.no ?? '', version: data.version, bagCount: data.bagCount }}
              onClose={() => setIsVoiding(false)}
            />
          )}
        </>
      )}
    </Drawer>
  );
}
