'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import { redistributionRecord } from '@/domain/redistributions/record';
import { useFormat } from '@/i18n/provider';
import { RedistributedBags } from './redistributed-bags';
import { DeclineBags, WithdrawBags } from './redistribution-dialogs';
import type { RedistributionRights } from './redistribution-list';
import type { RedistributedBag, RedistributionDetail } from './redistribution-types';

type RedistributionDrawerProps = { id: string; rights: RedistributionRights; onClose: () => void };

/** One redistribution: its bags, what is asked for chosen already and what takes back not, its way, its history. */
export function RedistributionDrawer({ id, rights, onClose }: RedistributionDrawerProps) {
  const t = useTranslations('redistributions');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(30_000);
  const { data, error } = useQuery(trpc.redistributions.get.queryOptions({ id }));
  const history = useQuery({ ...trpc.redistributions.history.queryOptions({ id }), enabled: !rights.isOffice });
  // Chosen by hand against what is chosen at first; a bag that has moved on begins anew.
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const isChosen = (bag: RedistributedBag) =>
    chosenAtFirst[data?.side ?? 'office'].includes(bag.state) !== turned.has(`${bag.unitId} ${bag.state}`);
  const chosen = (states: readonly string[]) =>
    (data?.bags ?? []).filter((bag) => states.includes(bag.state) && isChosen(bag)).map((bag) => bag.unitId);
  const choosable = data ? statesToChoose(data, rights) : [];
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      status={data && <StateMark definition={redistributionRecord} state={data.state} />}
      onClose={onClose}
      width={480}
      footer={data && <Deeds detail={data} rights={rights} chosen={chosen} />}
    >
      {error && <FailurePanel definition={redistributionRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          {data.lostCount > 0 && (
            <Banner tone="warn">
              {t(data.side === 'giver' ? 'detail.lostOurs' : 'detail.lost', { count: data.lostCount })}
            </Banner>
          )}
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={redistributionRecord}
              record={{ ...data }}
              columns={3}
              fields={[
                'orgId',
                'partyOrgId',
                'createdAt',
                ...(data.offeredAt ? ['offeredBy', 'offeredAt', 'answerBy'] : []),
                ...(data.answeredAt ? ['answeredBy', 'answeredAt'] : []),
                ...(data.keepUntil && data.state === 'taken' ? ['keepUntil'] : []),
                ...(data.sentAt ? ['sentAt', 'dueAt'] : []),
                ...(data.receivedAt ? ['receivedAt'] : []),
              ]}
              organisations={data.organisations}
              renderValue={byHand(data, t('bySwitch'))}
              {...(now ? { now } : {})}
            />
            <Way detail={data} now={now} />
          </div>
          <RedistributedBags
            detail={data}
            now={now}
            choosable={choosable}
            isChosen={isChosen}
            onTurn={(bag) =>
              setTurned((before) => {
                const key = `${bag.unitId} ${bag.state}`;
                const next = new Set(before);
                if (!next.delete(key)) next.add(key);
                return next;
              })
            }
          />
          {!rights.isOffice && (
            <section className="border-t border-line px-4 py-3">
              <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
              <HistoryPanel definition={redistributionRecord} entries={history.data ?? []} now={now ?? undefined} />
            </section>
          )}
        </>
      )}
    </Drawer>
  );
}

/** What a house's switch did is signed by the job. */
function byHand({ offeredBy, answeredBy }: RedistributionDetail, bySwitch: string) {
  const job = 'redistributions';
  return {
    ...(offeredBy === job ? { offeredBy: () => bySwitch } : {}),
    ...(answeredBy === job ? { answeredBy: () => bySwitch } : {}),
  };
}

/** What this side is asked for; what takes a word back is chosen bag by bag. */
const chosenAtFirst: Readonly<Record<RedistributionDetail['side'], readonly string[]>> = {
  giver: ['proposed'],
  taker: ['offered'],
  office: [],
};

/** Bags in these states can be chosen by this side. */
function statesToChoose({ side }: RedistributionDetail, rights: RedistributionRights): string[] {
  if (side === 'giver' && rights.mayOffer) return ['proposed', 'offered', 'taken'];
  return side === 'taker' && rights.mayAnswer ? ['offered', 'taken'] : [];
}

/** By when it is answered, and with which lorry it goes. */
function Way({ detail, now }: { detail: RedistributionDetail; now: Date | null }) {
  const t = useTranslations('redistributions');
  const format = useFormat();
  const time = (at: Date) => (now ? format.dayTime(at, now) : format.dateTime(at));
  const { answerBy, nextDelivery, state } = detail;
  const facts = [
    ...(state === 'offered' && answerBy && now && answerBy <= now ? [t('detail.answerLate')] : []),
    ...(['offered', 'taken'].includes(state)
      ? [nextDelivery ? t('detail.next', { at: time(nextDelivery) }) : t('detail.noSlot')]
      : []),
    ...(state === 'offered' && detail.side === 'taker' ? [t('take.note')] : []),
  ];
  return facts.length > 0 ? <p className="mt-2 text-13">{facts.join(' · ')}</p> : null;
}

type DeedsProps = {
  detail: RedistributionDetail;
  rights: RedistributionRights;
  chosen: (states: readonly string[]) => string[];
};

function Deeds({ detail, rights, chosen }: DeedsProps) {
  const t = useTranslations('redistributions');
  const { id, side, bags } = detail;
  const shipment = bags.find((bag) => bag.state === 'sent')?.shipmentId;
  return (
    <>
      {side !== 'office' && (
        <a
          href={`/redistributions/${id}/print`}
          target="_blank"
          rel="noreferrer"
          className={buttonClasses('secondary', 'md')}
        >
          {t('detail.print')}
        </a>
      )}
      {side === 'giver' && rights.mayOffer && <GiverDeeds {...{ detail, rights, chosen }} />}
      {side === 'taker' && rights.mayAnswer && bags.some(({ state }) => state === 'offered' || state === 'taken') && (
        <TakerDeeds detail={detail} chosen={chosen} />
      )}
      {side === 'taker' && rights.mayReceive && shipment && (
        <Link href={`/bag-receipts/receive/${shipment}`} className={buttonClasses('primary', 'md')}>
          {t('detail.receive')}
        </Link>
      )}
    </>
  );
}

function GiverDeeds({ detail, rights, chosen }: DeedsProps) {
  const t = useTranslations('redistributions');
  const trpc = useTRPC();
  const client = useQueryClient();
  const open = useOpenDialog();
  const offer = useCommand(trpc.redistributions.offer.mutationOptions());
  const { id, no, bags } = detail;
  const again = () => client.invalidateQueries({ queryKey: trpc.redistributions.pathKey() });
  const [proposed, taken] = [chosen(['proposed']), bags.filter((bag) => bag.state === 'taken')];
  const toWithdraw = chosen(['offered', 'taken']);
  const hasProposed = bags.some((bag) => bag.state === 'proposed');
  return (
    <>
      {offer.failure && !offer.isUnanswered && (
        <FailurePanel definition={redistributionRecord} failure={offer.failure} />
      )}
      {toWithdraw.length > 0 && (
        <Button
          variant="danger"
          onClick={() => open((close) => <WithdrawBags id={id} no={no} unitIds={toWithdraw} onClose={close} />)}
        >
          {t('withdraw.action', { count: toWithdraw.length })}
        </Button>
      )}
      {hasProposed && (
        <Button
          variant={taken.length > 0 ? 'secondary' : 'primary'}
          isPending={isSending(offer)}
          disabledReason={proposed.length === 0 ? t('offer.none') : null}
          onClick={() => void offer.send({ offers: [{ id, unitIds: proposed }] }).then(again, again)}
        >
          {t('offer.action', { count: proposed.length })}
        </Button>
      )}
      {rights.maySend && taken.length > 0 && (
        <Link href={`/other-outbounds/new?redistribution=${id}`} className={buttonClasses('primary', 'md')}>
          {t('send.action', { count: taken.length })}
        </Link>
      )}
    </>
  );
}

function TakerDeeds({ detail, chosen }: Omit<DeedsProps, 'rights'>) {
  const t = useTranslations('redistributions');
  const trpc = useTRPC();
  const client = useQueryClient();
  const open = useOpenDialog();
  const take = useCommand(trpc.redistributions.take.mutationOptions());
  const { id, no, bags } = detail;
  const again = () => client.invalidateQueries({ queryKey: trpc.redistributions.pathKey() });
  const hasOffered = bags.some((bag) => bag.state === 'offered');
  const [unitIds, toDecline] = [chosen(['offered']), chosen(['offered', 'taken'])];
  const isEmpty = unitIds.length === 0;
  const send = () => {
    if (isEmpty || isSending(take)) return;
    void take.send({ id, unitIds }).then(again, again);
  };
  useKey('Ctrl Enter', send, { reach: 'form' });
  return (
    <>
      {take.failure && !take.isUnanswered && <FailurePanel definition={redistributionRecord} failure={take.failure} />}
      <Button
        disabledReason={toDecline.length === 0 ? t(hasOffered ? 'take.none' : 'decline.none') : null}
        onClick={() => open((close) => <DeclineBags id={id} no={no} unitIds={toDecline} onClose={close} />)}
      >
        {t('decline.action', { count: toDecline.length })}
      </Button>
      {hasOffered && (
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          isPending={isSending(take)}
          disabledReason={isEmpty ? t('take.none') : null}
          onClick={send}
        >
          {t('take.action', { count: unitIds.length })}
        </Button>
      )}
    </>
  );
}
