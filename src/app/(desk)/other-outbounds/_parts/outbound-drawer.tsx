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
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { isJourney } from '@/domain/other-outbounds/kinds';
import { outboundRecord } from '@/domain/other-outbounds/record';
import { ModifyDialog } from './modify-dialog';
import { OutboundBags } from './outbound-bags';
import type { OutboundRights } from './outbound-list';
import type { OutboundDetail } from './outbound-types';
import { VoidDialog } from './void-dialog';

type OutboundDrawerProps = { id: string; rights: OutboundRights; onClose: () => void };

const isVoidable = ({ state }: OutboundDetail) => state === 'registered' || state === 'on_the_way';

/** One entry: why, its bags with what became of them, who signed, and its history. */
export function OutboundDrawer({ id, rights, onClose }: OutboundDrawerProps) {
  const t = useTranslations('other-outbounds');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.otherOutbounds.get.queryOptions({ id }));
  const history = useQuery(trpc.otherOutbounds.history.queryOptions({ id }));
  const open = useOpenDialog();
  const notTaken = data?.lines.filter(({ received }) => received === 'refused' || received === 'missing').length ?? 0;
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      status={data && <StateMark definition={outboundRecord} state={data.state} />}
      onClose={onClose}
      width={376}
      footer={
        data && (
          <>
            {data.shipmentId && data.state !== 'received' && (
              <a
                href={`/shipments/${data.shipmentId}/print`}
                target="_blank"
                rel="noreferrer"
                className={buttonClasses('secondary', 'md')}
              >
                {t(data.kind === 'return' ? 'detail.printReturn' : 'detail.printTransfer')}
              </a>
            )}
            {rights.mayModify && data.state !== 'void' && (
              <Button onClick={() => open((close) => <ModifyDialog outbound={data} onClose={close} />)}>
                {t('detail.modify')}
              </Button>
            )}
            {rights.mayVoid && isVoidable(data) && (
              <Button variant="danger" onClick={() => open((close) => <VoidDialog outbound={data} onClose={close} />)}>
                {t('detail.void')}
              </Button>
            )}
          </>
        )
      }
    >
      {error && <FailurePanel definition={outboundRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          {notTaken > 0 && (
            <Banner tone="warn">
              {t('detail.refusedHint', { count: notTaken })}{' '}
              <Link href="/stock/bags?state=quarantined" className="text-act underline">
                {t('detail.toHeld')}
              </Link>
            </Banner>
          )}
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={outboundRecord}
              record={data}
              fields={fieldsOf(data)}
              organisations={data.organisations}
              now={now}
            />
          </div>
          <OutboundBags outbound={data} />
          <Signatures outbound={data} now={now} />
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel
              definition={outboundRecord}
              entries={history.data ?? []}
              organisations={data.organisations}
              now={now}
            />
          </section>
        </>
      )}
    </Drawer>
  );
}

function fieldsOf(outbound: OutboundDetail): string[] {
  return [
    'kind',
    'reasonCode',
    ...(outbound.words ? ['words'] : []),
    ...(isJourney(outbound.kind)
      ? ['partyOrgId', 'shipmentNo', 'receivedCount', 'refusedCount']
      : ['approvedBy', 'dutyMode']),
    'bagCount',
    'registeredBy',
    'createdAt',
    ...(outbound.downtimeFormNo ? ['occurredAt'] : []),
    ...(outbound.downtimeFormNo ? ['downtimeFormNo'] : []),
    ...(outbound.kind === 'discard' ? ['destroyedAt', 'destroyMethod'] : []),
    ...(outbound.voidReason ? ['voidReason'] : []),
  ];
}

const meanings = ['outbound_registered', 'outbound_second', 'rechecked'] as const;

function Signatures({ outbound, now }: { outbound: OutboundDetail; now: Date | undefined }) {
  const t = useTranslations('other-outbounds.detail');
  return (
    <section className="border-t border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('signatures')}</h3>
      <ul>
        {outbound.signatures.map(({ meaning, signerName, signedAt }) => {
          const known = meanings.find((one) => one === meaning);
          return (
            <li key={`${meaning} ${signerName}`} className="flex gap-3">
              <span className="w-16 text-ink-3">{known ? t(`meanings.${known}`) : meaning}</span>
              <span>{signerName}</span>
              <span className="ml-auto text-ink-3">
                <DayTime at={signedAt} now={now} />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
