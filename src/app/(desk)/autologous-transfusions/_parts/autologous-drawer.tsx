'use client';
import { useQuery } from '@tanstack/react-query';
import ChevronDown from 'lucide-react/icons/chevron-down';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { ActionMenu } from '@/components/ui/action-menu';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { DayTime } from '@/components/ui/day-time';
import { Drawer } from '@/components/ui/drawer';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { Kbd } from '@/components/ui/kbd';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import { isLiveBag } from '@/domain/autologous-transfusions/bag-edges';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { expiresSoon, expiryWarningDays } from '@/domain/autologous-transfusions/rules';
import { useFormat } from '@/i18n/provider';
import { AutologousBags } from './autologous-bags';
import type { AutologousDetail, AutologousRights, DeedProps } from './autologous-types';
import { ReleaseDialog, UndoDiscardDialog, UndoReinfusionDialog } from './back-dialogs';
import { CollectDialog } from './collect-dialog';
import { DiscardDialog } from './discard-dialog';
import { CancelDialog, EvaluateDialog, VoidDialog } from './end-dialogs';
import { ModifyDialog } from './modify-dialog';
import { ReinfuseDialog } from './reinfuse-dialog';
import { StoreDialog } from './store-dialog';

type AutologousDrawerProps = { id: string; rights: AutologousRights; onClose: () => void };

/** One record: whose it is, its blood with what became of it, who signed, what is next, and its history. */
export function AutologousDrawer({ id, rights, onClose }: AutologousDrawerProps) {
  const t = useTranslations('autologous-transfusions');
  const shared = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.autologousTransfusions.get.queryOptions({ id }));
  const history = useQuery(trpc.autologousTransfusions.history.queryOptions({ id }));
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      status={data && <StateMark definition={autologousRecord} state={data.state} />}
      onClose={onClose}
      width={480}
      footer={data && <Deeds record={data} rights={rights} />}
    >
      {error && <FailurePanel definition={autologousRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <Notes record={data} now={now} />
          <div className="flex items-center gap-3 border-b border-line px-4 py-2">
            <GroupPlate
              abo={data.patient.abo}
              rhd={data.patient.rhd === 'unknown' ? 'unspecified' : data.patient.rhd}
              size="l"
            />
            <p className="min-w-0">
              <strong className="block truncate text-16">{data.patient.name}</strong>
              <span className="font-code text-13">{data.patient.mrn}</span>
            </p>
          </div>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail definition={autologousRecord} record={data} fields={fieldsOf(data)} now={now} />
          </div>
          {data.type === 'predeposit' && (
            <section className="border-b border-line px-4 py-3">
              <h3 className="mb-1 text-14 font-bold">{t('detail.bags')}</h3>
              <AutologousBags record={data} />
            </section>
          )}
          <Signatures record={data} now={now} />
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{shared('history')}</h3>
            <HistoryPanel definition={autologousRecord} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}

/** What must not be overlooked: the clock of a haemodilution, and bags that nobody will use. */
function Notes({ record, now }: { record: AutologousDetail; now: Date | undefined }) {
  const t = useTranslations('autologous-transfusions.detail');
  const format = useFormat();
  const { keepUntil, state, bags } = record;
  const isOver = state === 'cancelled' || state === 'unused';
  const idle = bags.filter((bag) => bag.state === 'expired' || (isOver && isLiveBag(bag))).length;
  const held = bags.filter((bag) => bag.state === 'held').length;
  const soon = now && !isOver ? bags.filter((bag) => isLiveBag(bag) && expiresSoon(bag.expiresAt, now)).length : 0;
  const left = keepUntil && now && state === 'collected' ? keepUntil.getTime() - now.getTime() : null;
  const minutes = left === null ? 0 : Math.max(0, Math.floor(left / 60_000));
  return (
    <>
      {left !== null && keepUntil && (
        <Banner tone={left > 0 ? 'warn' : 'stop'}>
          {left > 0
            ? t('clock', {
                time: format.dateTime(keepUntil),
                left: t('left', { hours: Math.floor(minutes / 60), minutes: minutes % 60 }),
              })
            : t('clockOver', { time: format.dateTime(keepUntil) })}
        </Banner>
      )}
      {held > 0 && <Banner tone="stop">{t('heldBags', { count: held })}</Banner>}
      {soon > 0 && <Banner tone="warn">{t('expiresSoon', { count: soon, days: expiryWarningDays })}</Banner>}
      {idle > 0 && <Banner tone="warn">{t('toDiscard', { count: idle })}</Banner>}
    </>
  );
}

/** What may be done next, the likeliest first and under F8. */
function Deeds({ record, rights }: { record: AutologousDetail; rights: AutologousRights }) {
  const t = useTranslations('autologous-transfusions');
  const router = useRouter();
  const open = useOpenDialog();
  const { state, type, bags } = record;
  const show = (Dialog: (props: DeedProps) => React.ReactNode) => () =>
    open((close) => <Dialog record={record} onClose={close} />);
  const isOpen = state === 'planned' || state === 'collected' || state === 'stored';
  const isPredeposit = type === 'predeposit';
  const has = (wanted: string) => bags.some((bag) => bag.state === wanted);
  const mayCollectNow = state === 'planned' || (isPredeposit && isOpen);
  const deeds = [
    isPredeposit && isOpen && has('collected') && rights.mayStore && { name: 'store', show: show(StoreDialog) },
    isOpen &&
      (isPredeposit ? has('stored') : state === 'collected') &&
      rights.mayReinfuse && { name: 'reinfuse', show: show(ReinfuseDialog) },
    mayCollectNow && rights.mayCollect && { name: 'collect', show: show(CollectDialog) },
    state === 'reinfused' && rights.mayEvaluate && { name: 'evaluate', show: show(EvaluateDialog) },
    has('held') && state !== 'void' && rights.mayUndo && { name: 'release', show: show(ReleaseDialog) },
    (has('collected') || has('stored') || has('held') || has('expired')) &&
      rights.mayDiscard && { name: 'discard', show: show(DiscardDialog) },
    (isOpen || state === 'reinfused') && rights.mayPlan && { name: 'modify', show: show(ModifyDialog) },
    isOpen && !has('reinfused') && rights.mayPlan && { name: 'cancel', show: show(CancelDialog) },
    (isPredeposit ? has('reinfused') : record.reinfusedMl > 0) &&
      (isOpen || state === 'reinfused') &&
      rights.mayUndo && { name: 'undoReinfusion', show: show(UndoReinfusionDialog) },
    has('discarded') &&
      state !== 'void' &&
      state !== 'evaluated' &&
      rights.mayUndo && { name: 'undoDiscard', show: show(UndoDiscardDialog) },
    state !== 'void' && rights.mayVoid && { name: 'void', show: show(VoidDialog) },
  ].filter((deed) => deed !== false) as { name: DeedName; show: () => void }[];
  const [first] = deeds;
  // What undoes stands behind the menu, out of the way of the next step.
  const inSight = deeds.filter(({ name }, index) => index === 0 || name === 'collect').slice(0, 2);
  const others = deeds.filter((deed) => !inSight.includes(deed));
  useKey('F8', (event) => {
    event.preventDefault();
    first?.show();
  });
  const labels = `/autologous-transfusions/${record.id}/labels`;
  const sheet = `/autologous-transfusions/${record.id}/print`;
  useKey('F9', (event) => {
    event.preventDefault();
    if (bags.length > 0) router.push(labels);
  });
  return (
    <>
      {inSight.map(({ name, show: run }, index) => (
        <Button
          key={name}
          variant={index === 0 ? 'primary' : 'secondary'}
          onClick={run}
          {...(index === 0 ? { kbd: 'F8' } : {})}
        >
          {t(`${name}.action`)}
        </Button>
      ))}
      {bags.length > 0 && (
        <Link href={labels} className={buttonClasses('secondary', 'md')}>
          {t('detail.labels')}
          <Kbd>F9</Kbd>
        </Link>
      )}
      <ActionMenu
        align="end"
        trigger={
          <Button>
            {t('detail.more')}
            <Icon of={ChevronDown} size={14} />
          </Button>
        }
        items={[
          { key: 'record', label: t('detail.record'), onSelect: () => router.push(sheet) },
          ...others.map(({ name, show: run }) => ({
            key: name,
            label: t(`${name}.action`),
            onSelect: run,
            isDanger: ['void', 'discard', 'undoReinfusion', 'undoDiscard'].includes(name),
          })),
        ]}
      />
    </>
  );
}

type DeedName =
  | 'release'
  | 'undoReinfusion'
  | 'undoDiscard'
  | 'store'
  | 'reinfuse'
  | 'collect'
  | 'evaluate'
  | 'discard'
  | 'modify'
  | 'cancel'
  | 'void';

function fieldsOf(record: AutologousDetail): string[] {
  return [
    'type',
    ...(record.phase ? ['phase'] : []),
    'diagnosis',
    'operation',
    'asa',
    ...(record.plannedOn ? ['plannedOn'] : []),
    ...(record.hbBefore === null ? [] : ['hbBefore']),
    ...(record.hctBefore === null ? [] : ['hctBefore']),
    ...(record.device ? ['device', 'processedMl', 'isWashed'] : []),
    ...(record.collectedAt ? ['collectedMl', 'collectedAt', 'collectedBy', 'nurse'] : []),
    ...(record.storedAt ? ['storedBy', 'storedAt'] : []),
    ...(record.reinfusedAt ? ['reinfusedMl', 'reinfusedAt', 'reinfusedBy', 'reinfusionCheckedBy'] : []),
    ...(record.evaluatedAt
      ? ['outcome', ...(record.reactions ? ['reactions'] : []), 'evaluatedBy', 'evaluatedAt']
      : []),
    ...(record.remark ? ['remark'] : []),
    ...(record.reason ? ['reason'] : []),
  ];
}

const meanings = [
  'autologous_collected',
  'autologous_nurse',
  'autologous_stored',
  'autologous_reinfused',
  'autologous_second',
  'autologous_discarded',
  'autologous_discard_second',
  'autologous_undone',
  'autologous_undo_second',
  'autologous_released',
  'autologous_release_second',
  'rechecked',
] as const;

function Signatures({ record, now }: { record: AutologousDetail; now: Date | undefined }) {
  const t = useTranslations('autologous-transfusions.detail');
  if (record.signatures.length === 0) return null;
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-1 text-14 font-bold">{t('signatures')}</h3>
      <ul>
        {record.signatures.map(({ meaning, signerName, signedAt }) => {
          const known = meanings.find((one) => one === meaning);
          return (
            <li key={`${meaning} ${signerName} ${signedAt.getTime()}`} className="flex gap-3">
              <span className="w-20 flex-none text-ink-3">{known ? t(`meanings.${known}`) : meaning}</span>
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
