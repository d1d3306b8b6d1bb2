'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { useBagWords } from '@/app/(desk)/redistributions/_parts/bag-words';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Button, buttonClasses } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { Drawer } from '@/components/ui/drawer';
import { GroupPlate } from '@/components/ui/group-plate';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import { recallRecord } from '@/domain/recalls/record';
import { useFormat } from '@/i18n/provider';
import { ClassMark } from './class-mark';
import { FateDialog } from './fate-dialog';
import { ReleaseRecall, TellLookBack } from './recall-dialogs';
import type { RecallBag, RecallDetail, RecallPart, RecallRights } from './recall-types';
import { usePlaceWords } from './use-place-words';

type RecallDrawerProps = { id: string; rights: RecallRights; onClose: () => void };

/** One recall: what is to be done, how far each house is, its bags and their fates, whom a bag was given to, the trail. */
export function RecallDrawer({ id, rights, onClose }: RecallDrawerProps) {
  const t = useTranslations('recalls');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(30_000) ?? undefined;
  const { data, error } = useQuery(trpc.recalls.get.queryOptions({ id }));
  const history = useQuery(trpc.recalls.history.queryOptions({ id }));
  const state = data && stateOf(data);
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      status={state && <StateMark definition={recallRecord} state={state} />}
      onClose={onClose}
      width={480}
      footer={data && <Deeds recall={data} rights={rights} />}
    >
      {error && <FailurePanel definition={recallRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <p className="mb-1 flex items-baseline gap-2 text-16">
              <ClassMark recallClass={data.recallClass} />
              <strong>{data.reason}</strong>
            </p>
            <p className="mb-2 text-13">{data.instruction || t('alarm.defaultInstruction')}</p>
            <RecordDetail
              definition={recallRecord}
              record={{ ...data, bagCount: data.bags.length }}
              columns={3}
              fields={[
                'orgId',
                'registeredBy',
                'createdAt',
                'donationCount',
                'bagCount',
                ...(data.releasedAt ? ['releasedAt'] : []),
              ]}
              organisations={data.organisations}
              {...(now ? { now } : {})}
            />
            {data.releaseReason && (
              <p className="mt-1 text-13">
                {data.releasedBy} {data.releaseReason}
              </p>
            )}
          </div>
          {data.side === 'station' && <Parts recall={data} now={now} />}
          <Bags recall={data} rights={rights} />
          {data.side === 'house' && rights.mayLookBack && data.lookBacks.length > 0 && <LookBacks recall={data} />}
          {data.calls.length > 0 && <Calls recall={data} now={now} />}
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={recallRecord} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}

/** Of the station where the recall stands, of a house where its part does. */
function stateOf({ side, state, parts }: RecallDetail): string {
  return side === 'station' || state === 'released' ? state : (parts[0]?.state ?? state);
}

function useHouseName({ organisations }: Pick<RecallDetail, 'organisations'>) {
  const locale = useLocale();
  return (orgId: string) => {
    const name = organisations[orgId];
    return name ? (locale === 'en' ? name.en : name.zh) : orgId;
  };
}

function Deeds({ recall, rights }: { recall: RecallDetail; rights: RecallRights }) {
  const t = useTranslations('recalls.detail');
  const trpc = useTRPC();
  const client = useQueryClient();
  const open = useOpenDialog();
  const acknowledge = useCommand(trpc.recalls.acknowledge.mutationOptions());
  const again = () => client.invalidateQueries({ queryKey: trpc.recalls.pathKey() });
  const isReleased = recall.state === 'released';
  const own = recall.side === 'house' ? recall.parts[0] : undefined;
  const canSay = rights.maySetFate && !isReleased && recall.bags.some((bag) => bag.says.length > 0 && !bag.fate);
  const scan = () => open((close) => <FateDialog recall={recall} bag={null} onClose={close} />);
  useKey('F2', scan, { isEnabled: canSay });
  return (
    <>
      <a
        href={`/recalls/${recall.id}/print`}
        target="_blank"
        rel="noreferrer"
        className={buttonClasses('secondary', 'md')}
      >
        {t('print')}
      </a>
      {recall.side === 'house' && rights.maySendOut && recall.bags.some((bag) => bag.state === 'quarantined') && (
        <Link href="/other-outbounds/new" className={buttonClasses('secondary', 'md')}>
          {t('outbound')}
        </Link>
      )}
      {recall.side === 'station' && rights.mayRelease && !isReleased && (
        <Button variant="danger" onClick={() => open((close) => <ReleaseRecall recall={recall} onClose={close} />)}>
          {t('release')}
        </Button>
      )}
      {own?.state === 'sounding' && rights.mayAcknowledge ? (
        <Button
          variant="primary"
          isPending={isSending(acknowledge)}
          onClick={() => void acknowledge.send({ id: recall.id }).then(again, again)}
        >
          {t('acknowledge')}
        </Button>
      ) : (
        canSay && (
          <Button variant="primary" kbd="F2" onClick={scan}>
            {t('scan')}
          </Button>
        )
      )}
    </>
  );
}

function Parts({ recall, now }: { recall: RecallDetail; now: Date | undefined }) {
  const t = useTranslations('recalls');
  const format = useFormat();
  const house = useHouseName(recall);
  const time = (at: Date) => (now ? format.dayTime(at, now) : format.dateTime(at));
  const words = (part: RecallPart) => {
    if (part.acknowledgedAt)
      return t('detail.acknowledged', { who: part.acknowledgedBy, at: time(part.acknowledgedAt) });
    const age = now ? format.age((now.getTime() - part.soundedAt.getTime()) / 1000) : '';
    return t('detail.waitingSince', { at: time(part.soundedAt), age });
  };
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('detail.house')}</h3>
      {recall.parts.length === 0 && <p className="text-ink-2">{t('detail.noBags')}</p>}
      <ul>
        {recall.parts.map((part) => {
          const bags = recall.bags.filter((bag) => bag.orgId === part.orgId);
          return (
            <li key={part.id} className="border-b border-line py-1.5 last:border-b-0">
              <p className="flex items-center gap-3">
                <strong>{house(part.orgId)}</strong>
                <StateMark definition={recallRecord} state={part.state} />
                <span className="ml-auto">
                  {t('detail.bagsOf', { count: bags.length, open: bags.filter((bag) => bag.fate === null).length })}
                </span>
              </p>
              <p className="text-ink-2">{words(part)}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Bags({ recall, rights }: { recall: RecallDetail; rights: RecallRights }) {
  const t = useTranslations('recalls');
  const { bags, side } = recall;
  const open = bags.filter(({ fate }) => fate === null).length;
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 flex items-baseline gap-2 text-14 font-bold">
        {t(side === 'station' ? 'detail.bags' : 'detail.ownBags')}
        <span className="text-13 font-normal text-ink-2">
          {bags.length === 0 ? '' : open > 0 ? t('detail.openHint', { count: open }) : t('detail.allSettled')}
        </span>
      </h3>
      {bags.length === 0 && side === 'house' && <p className="text-ink-2">{t('detail.noBags')}</p>}
      <ul>
        {bags.map((bag) => (
          <BagLine key={`${bag.orgId} ${bag.unitId}`} recall={recall} bag={bag} rights={rights} />
        ))}
      </ul>
    </section>
  );
}

function BagLine({ recall, bag, rights }: { recall: RecallDetail; bag: RecallBag; rights: RecallRights }) {
  const t = useTranslations('recalls');
  const words = useBagWords();
  const format = useFormat();
  const now = useCityNow(30_000);
  const place = usePlaceWords();
  const house = useHouseName(recall);
  const open = useOpenDialog();
  const time = (at: Date) => (now ? format.dayTime(at, now) : format.dateTime(at));
  const fate = bag.fate
    ? [t(`options.fate.${bag.fate}`), bag.fateBy, bag.fateAt && time(bag.fateAt)].filter(Boolean).join(' ')
    : bag.foundAt
      ? [t('options.fate.found'), bag.foundBy, time(bag.foundAt)].join(' ')
      : null;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line py-1.5 last:border-b-0">
      <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
      <Link
        href={`/units/${bag.unitId}`}
        aria-label={t('detail.openUnit', { no: format.donationNumber(bag.donationNo) })}
        className="text-act underline"
      >
        <DonationNumber donationNo={bag.donationNo} />
      </Link>
      <span className="font-code">{bag.productCode}</span>
      <span>{words.name(bag.component)}</span>
      <span className="basis-[300px] text-ink-2">
        {recall.side === 'station' && `${house(bag.orgId)} · `}
        {place(bag)}
        {bag.issueNo && ` · ${t('detail.issueOf', { no: bag.issueNo })}`}
        {bag.collectedBy && ` · ${t('detail.collectedBy', { who: bag.collectedBy })}`}
        {bag.issuedAt && ` · ${time(bag.issuedAt)}`}
      </span>
      {rights.maySetFate && recall.state !== 'released' && bag.says.length > 0 && bag.fate === null && (
        <Button
          size="sm"
          className="ml-auto"
          onClick={() => open((close) => <FateDialog recall={recall} bag={bag} onClose={close} />)}
        >
          {t('fate.action')}
        </Button>
      )}
      {fate && <strong className="w-full">{fate}</strong>}
    </li>
  );
}

function LookBacks({ recall }: { recall: RecallDetail }) {
  const t = useTranslations('recalls.lookBack');
  const format = useFormat();
  const open = useOpenDialog();
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('title')}</h3>
      <ul>
        {recall.lookBacks.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-0.5 py-1">
            <strong>
              {one.patientName ? t('patient', { name: one.patientName, mrn: one.patientMrn ?? '' }) : one.patientLabel}
            </strong>
            <DonationNumber donationNo={one.donationNo} />
            <Button
              size="sm"
              className="ml-auto"
              onClick={() => open((close) => <TellLookBack lookBack={one} onClose={close} />)}
            >
              {t('tell')}
            </Button>
            <span className="w-full text-ink-2">
              {t('issue', { no: one.issueNo, department: one.department, at: format.dateTime(one.issuedAt) })}
            </span>
            <span className="w-full">
              {one.toldAt
                ? `${t('told', { by: one.toldBy, at: format.dateTime(one.toldAt), to: one.toldTo })} ${one.words}`
                : t('open')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Calls({ recall, now }: { recall: RecallDetail; now: Date | undefined }) {
  const t = useTranslations('recalls.detail');
  const format = useFormat();
  const house = useHouseName(recall);
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('calls')}</h3>
      <ul>
        {recall.calls.map((call) => (
          <li key={`${call.calledOrgId} ${call.calledAt.toISOString()}`}>
            {t('callOf', {
              at: now ? format.dayTime(call.calledAt, now) : format.dateTime(call.calledAt),
              who: call.calledBy,
              house: house(call.calledOrgId),
              reached: call.reached || t('nobody'),
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}
