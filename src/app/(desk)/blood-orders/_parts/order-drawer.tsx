'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Button, buttonClasses } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Kbd } from '@/components/ui/kbd';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { useFormat } from '@/i18n/provider';
import { CancelNote } from './cancel-note';
import { OrderDeliveries } from './order-deliveries';
import {
  AgreeCancel,
  AskCancel,
  CancelOrder,
  CloseShort,
  ConfirmPhone,
  RefuseCancel,
  RejectOrder,
} from './order-dialogs';
import { OrderLines, owedOfLine } from './order-lines';
import type { OrderRights } from './order-list';
import { PriorityMark } from './order-marks';
import type { OrderView } from './order-types';
import { useOrderName } from './use-order-name';

type OrderDrawerProps = { id: string; rights: OrderRights; onClose: () => void };

const answered = ['accepted', 'picking', 'packed', 'on_the_way', 'arrived', 'partly_received'];
const cancellable = ['accepted', 'picking', 'packed'];

export function OrderDrawer({ id, rights, onClose }: OrderDrawerProps) {
  const t = useTranslations('blood-orders');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(30_000);
  const { data, error } = useQuery(trpc.bloodOrders.get.queryOptions({ id }));
  const history = useQuery({ ...trpc.bloodOrders.history.queryOptions({ id }), enabled: rights.side !== 'office' });
  const named = useOrderName();
  // A hospital reads its own orders alone.
  const title = data ? (rights.side === 'hospital' ? data.no : named(data)) : t('title');
  return (
    <Drawer
      title={title}
      label={title}
      status={data && <StateMark definition={bloodOrderRecord} state={data.state} />}
      onClose={onClose}
      width={480}
      footer={data && <Deeds order={data} rights={rights} />}
    >
      {error && <FailurePanel definition={bloodOrderRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <CancelNote order={data} side={rights.side} mayOrder={rights.mayOrder} now={now} />
          <Head order={data} now={now} />
          <OrderLines order={data} />
          <OrderDeliveries deliveries={data.deliveries} now={now} />
          {rights.side !== 'office' && (
            <section className="border-t border-line px-4 py-3">
              <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
              <HistoryPanel definition={bloodOrderRecord} entries={history.data ?? []} now={now ?? undefined} />
            </section>
          )}
        </>
      )}
    </Drawer>
  );
}

/** Who wants what by when, how long it has waited, who was telephoned. */
function Head({ order, now }: { order: OrderView; now: Date | null }) {
  const t = useTranslations('blood-orders');
  const format = useFormat();
  const locale = useLocale();
  const phone = order.phonedAt
    ? t('phone.confirmed', {
        at: now ? format.dayTime(order.phonedAt, now) : format.time(order.phonedAt),
        who: order.phonedWith ?? '',
      })
    : order.priority === 'routine'
      ? null
      : t('phone.missing');
  const isOpen = ['submitted', ...answered].includes(order.state);
  const facts = [
    ...(phone ? [phone] : []),
    ...(isOpen && now ? [t('elapsed', { time: format.age((now.getTime() - order.createdAt.getTime()) / 1000) })] : []),
    ...(order.filledPercent !== null && (order.filledPercent > 0 || !isOpen)
      ? [t('filled', { percent: order.filledPercent })]
      : []),
    ...(order.receivedAt && !isOpen
      ? [t('lead', { time: format.age((order.receivedAt.getTime() - order.createdAt.getTime()) / 1000) })]
      : []),
  ];
  return (
    <div className="border-b border-line px-4 py-3">
      <RecordDetail
        definition={bloodOrderRecord}
        record={order}
        columns={3}
        fields={[
          'orgId',
          'partyOrgId',
          'priority',
          'neededAt',
          'deliveryMethod',
          'createdBy',
          'createdAt',
          ...(order.answeredAt ? ['answeredBy', 'answeredAt'] : []),
          ...(order.remark ? ['remark'] : []),
          ...(order.reason ? ['reason'] : []),
        ]}
        organisations={{
          [order.orgId]: { zh: order.orgName, en: order.orgNameEn },
          [order.partyOrgId]: { zh: order.partyOrgName, en: order.partyOrgNameEn },
        }}
        renderValue={{ priority: () => <PriorityMark priority={order.priority} /> }}
        {...(now ? { now } : {})}
        key={locale}
      />
      {facts.length > 0 && <p className="mt-2 text-13">{facts.join(' · ')}</p>}
    </div>
  );
}

/** What can be done now, by this side: the next step last, at most two, and what is rarer before them. */
function Deeds({ order, rights }: { order: OrderView; rights: OrderRights }) {
  const t = useTranslations('blood-orders');
  const open = useOpenDialog();
  const { state, id } = order;
  const isStation = rights.side === 'station';
  const named = useOrderName();
  const seen = {
    id,
    no: isStation ? named(order) : order.no,
    version: order.version,
    owedLines: order.owedLines,
    phone: isStation ? order.orgPhone : order.partyOrgPhone,
    pickedBags: order.deliveries
      .filter((one) => ['picking', 'packed'].includes(one.state))
      .reduce((sum, one) => sum + one.bagCount, 0),
  };
  const dialog = (Dialog: typeof CancelOrder) => () => open((close) => <Dialog order={seen} onClose={close} />);
  const isCancelAsked = order.cancelAskedAt !== null;
  return (
    <>
      {rights.side !== 'office' && (
        <a
          href={`/blood-orders/${id}/print`}
          target="_blank"
          rel="noreferrer"
          className={buttonClasses('secondary', 'md')}
        >
          {t('print')}
        </a>
      )}
      {rights.mayPhone &&
        order.priority !== 'routine' &&
        ['submitted', ...cancellable, 'on_the_way'].includes(state) && (
          <Button onClick={dialog(ConfirmPhone)}>{t('phone.action')}</Button>
        )}
      {rights.mayClose && ['accepted', 'partly_received'].includes(state) && (
        <Button variant="danger" onClick={dialog(CloseShort)}>
          {t('closeShort.action')}
        </Button>
      )}
      {rights.side === 'hospital' && <HospitalDeeds {...{ order, rights, dialog, isCancelAsked }} />}
      {isStation && rights.mayAnswer && state === 'submitted' && (
        <>
          <Button variant="danger" onClick={dialog(RejectOrder)}>
            {t('reject.action')}
          </Button>
          <NextStep href={`/blood-orders/${id}/answer`}>{t('toAnswer')}</NextStep>
        </>
      )}
      {isStation && rights.mayAnswer && isCancelAsked && (
        <>
          <Button onClick={dialog(RefuseCancel)}>{t('cancel.refuse')}</Button>
          <Button variant="danger" onClick={dialog(AgreeCancel)}>
            {t('cancel.agree')}
          </Button>
        </>
      )}
      {isStation && rights.mayDeliver && !isCancelAsked && answered.includes(state) && hasToPick(order) && (
        <NextStep href={`/blood-orders/${id}/pick`}>{t('toPick')}</NextStep>
      )}
    </>
  );
}

/** Something is owed, or lies picked and has not left. */
function hasToPick({ lines, deliveries }: OrderView): boolean {
  return (
    lines.some((line) => owedOfLine(line) > 0) || deliveries.some(({ state }) => ['picking', 'packed'].includes(state))
  );
}

type HospitalDeedsProps = {
  order: OrderView;
  rights: OrderRights;
  dialog: (Dialog: typeof CancelOrder) => () => void;
  isCancelAsked: boolean;
};

function HospitalDeeds({ order, rights, dialog, isCancelAsked }: HospitalDeedsProps) {
  const t = useTranslations('blood-orders');
  const { state, id } = order;
  const onTheWay = order.deliveries.find((one) => one.state === 'on_the_way');
  const toReceive = order.deliveries.find((one) => ['on_the_way', 'arrived'].includes(one.state));
  return (
    <>
      {rights.mayOrder && state === 'submitted' && (
        <>
          <Button variant="danger" onClick={dialog(CancelOrder)}>
            {t('cancel.action')}
          </Button>
          <NextStep href={`/blood-orders/new?change=${id}`}>{t('modify')}</NextStep>
        </>
      )}
      {rights.mayOrder && cancellable.includes(state) && !isCancelAsked && (
        <Button variant="danger" onClick={dialog(AskCancel)}>
          {t('cancel.ask')}
        </Button>
      )}
      {rights.mayArrive && onTheWay && <Arrived orderId={id} deliveryId={onTheWay.id} />}
      {rights.mayReceive && toReceive?.shipmentId && (
        <NextStep href={`/bag-receipts/receive/${toReceive.shipmentId}`}>{t('toReceive')}</NextStep>
      )}
      {rights.mayOrder && !['submitted', ...answered].includes(state) && (
        <NextStep href={`/blood-orders/new?copy=${id}`}>{t('copy')}</NextStep>
      )}
    </>
  );
}

/** What this side does next with the order: a page of its own, by F8. */
function NextStep({ href, children }: { href: string; children: string }) {
  const router = useRouter();
  useKey('F8', (event) => {
    event.preventDefault();
    router.push(href);
  });
  return (
    <Link href={href} className={buttonClasses('primary', 'md')}>
      {children}
      <Kbd tone="inherit">F8</Kbd>
    </Link>
  );
}

/** 血已送到: one press; what came is counted at the receipt. */
function Arrived({ orderId, deliveryId }: { orderId: string; deliveryId: string }) {
  const t = useTranslations('blood-orders.arrive');
  const trpc = useTRPC();
  const client = useQueryClient();
  const command = useCommand(trpc.bloodOrders.arrive.mutationOptions());
  return (
    <Button
      isPending={isSending(command)}
      onClick={() =>
        void command.send({ orderId, deliveryId }).then(
          () => client.invalidateQueries({ queryKey: trpc.bloodOrders.pathKey() }),
          () => client.invalidateQueries({ queryKey: trpc.bloodOrders.pathKey() }),
        )
      }
    >
      {t('action')}
    </Button>
  );
}
