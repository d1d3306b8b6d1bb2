'use client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DraftNote } from '@/app/_client/draft-note';
import { useCityNow } from '@/app/_client/live';
import { SendingNote } from '@/app/_client/sending-note';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { LeftOut } from '@/app/_scan/left-out';
import { useBagLookup } from '@/app/_scan/use-bag-lookup';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { returnToRow } from '@/components/record/return-to-row';
import { StateMark } from '@/components/record/state-mark';
import { useFailureWords, useViolationWords } from '@/components/record/violation-words';
import { ScanNoteList } from '@/components/scan/scan-note-list';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { Kbd } from '@/components/ui/kbd';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { deliveryDraft } from '@/domain/blood-orders/kinds';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { shortestReason } from '@/domain/blood-orders/rules';
import { isPhone } from '@/domain/phone';
import { useFormat } from '@/i18n/provider';
import type { BagForOrder } from '@/server/modules/blood-orders/find-bag';
import { AgreeCancel, RefuseCancel } from './order-dialogs';
import { PriorityMark } from './order-marks';
import type { PickSheet } from './order-types';
import { boxesOf, boxNumbers } from './pack-boxes';
import { emptyPick, isBegun, openPick, type PickEntry } from './pick-draft';
import { PickLines } from './pick-lines';
import { PickedBags } from './picked-bags';
import { useOrderName } from './use-order-name';
import { usePicking } from './use-picking';

/** 拣血装箱: what expires first, by scan; boxes with their temperature; then the entry. */
export function PickDesk({ id }: { id: string }) {
  const t = useTranslations('blood-orders');
  const trpc = useTRPC();
  const [early, setEarly] = useState<readonly string[]>([]);
  const { data, error } = useQuery(
    trpc.bloodOrders.pickSheet.queryOptions({ orderId: id, early: [...early] }, { placeholderData: keepPreviousData }),
  );
  const draft = useStoredDraft(
    trpc.bloodOrders.draft.queryOptions({ subjectId: deliveryDraft(id) }),
    trpc.bloodOrders.saveDraft.mutationKey(),
  );
  if (!data)
    return (
      <Page title={t('toPick')}>
        {error ? <FailurePanel definition={bloodOrderRecord} failure={readFailure(error)} /> : <Skeleton lines={8} />}
      </Page>
    );
  return (
    <DraftGate title={t('toPick')} definition={bloodOrderRecord} draft={draft}>
      {(stored) => (
        <Picking
          orderId={id}
          sheet={data}
          stored={stored}
          early={early}
          onEarly={(lineId, isEarly) =>
            setEarly((before) => [...before.filter((one) => one !== lineId), ...(isEarly ? [lineId] : [])])
          }
        />
      )}
    </DraftGate>
  );
}

/** What was measured before stands where nothing was typed since. */
function openedPick(sheet: PickSheet, stored: OpenDraft | null): PickEntry {
  const entry = openPick(stored?.body);
  const boxes = sheet.delivery?.boxes ?? [];
  const celsius = Object.fromEntries(boxes.map((box) => [box.boxNo, box.packedAtCelsius]));
  const reasons = Object.fromEntries(boxes.map((box) => [box.boxNo, box.offReason ?? '']));
  return { ...entry, celsius: { ...celsius, ...entry.celsius }, reasons: { ...reasons, ...entry.reasons } };
}

type PickingProps = {
  orderId: string;
  sheet: PickSheet;
  stored: OpenDraft | null;
  early: readonly string[];
  onEarly: (lineId: string, isEarly: boolean) => void;
};

function Picking({ orderId, sheet, stored, early, onEarly }: PickingProps) {
  const t = useTranslations('blood-orders');
  const shared = useTranslations('record');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const router = useRouter();
  const format = useFormat();
  const now = useCityNow(60_000);
  const violationWords = useViolationWords(bloodOrderRecord);
  const failureWords = useFailureWords(bloodOrderRecord);
  const lookupWords = useTranslations('ui.bagLookup');
  const picking = usePicking(orderId);
  const pack = useCommand(trpc.bloodOrders.pack.mutationOptions());
  const ship = useCommand(trpc.bloodOrders.send.mutationOptions());
  const open = useOpenDialog();
  const named = useOrderName();
  const [entry, setEntry] = useState(() => openedPick(sheet, stored));
  const [opened] = useState(entry);
  const [restoredAt, setRestoredAt] = useState(() => (isBegun(openPick(stored?.body)) ? stored?.updatedAt : undefined));
  const { draftState, settleDraft } = useDraft({
    stored,
    body: entry,
    isEmpty: entry === opened,
    isOpen: ship.state !== 'saved',
    isSent: ship.isUnanswered,
    entryKeys: [ship.key],
    saving: trpc.bloodOrders.saveDraft.mutationOptions(),
    subjectId: deliveryDraft(orderId),
  });
  const change = (part: Partial<PickEntry>) => setEntry((before) => ({ ...before, ...part }));
  const [older, setOlder] = useState<string | null>(null);
  const { order, picked, delivery } = sheet;
  const isPacked = delivery?.state === 'packed';
  // Once it has left, nothing is added: the page is on its way as well.
  const isStill = isSending(pack) || isSending(ship) || ship.state === 'saved';

  const scan = useBagLookup<BagForOrder>({
    // What was chosen from the list is scanned as well, once.
    lines: picked
      .filter(({ isScanned }) => isScanned)
      .map((bag) => ({ id: bag.unitId, donationNo: bag.donationNo, productCode: bag.productCode })),
    isSent: isStill,
    first: null,
    find: async (question) => {
      await picking.whenIdle();
      return client.bloodOrders.findBag.query({ orderId, early: [...early], ...question });
    },
    refuse: ({ fault }) => fault && violationWords({ code: fault.code, facts: fault.facts }),
    notHere: (donationNo) => t('pick.notHere', { donationNo }),
    onBag: (bag) => {
      if (!bag.lineId) return;
      picking.take(bag.lineId, [bag.id], 'scan', early.includes(bag.lineId));
      setOlder(
        bag.earlierOn
          ? t('pick.older', {
              donationNo: format.donationNumber(bag.donationNo),
              date: format.dateTime(bag.earlierOn),
            })
          : null,
      );
    },
  });
  useScanner({ onScan: (text) => void scan.take(text, false) });

  const mayBeOff = order.priority !== 'routine';
  const numbers = boxNumbers(picked, entry.chosen);
  const boxes = boxesOf(picked, numbers, entry.celsius, entry.reasons);
  const uncooled = boxes.find(({ closing }) => closing === 'out' || (closing === 'off' && !mayBeOff));
  const unreasoned = boxes.find(
    ({ closing, offReason }) => closing === 'off' && offReason.trim().length < shortestReason,
  );
  const unmeasured = boxes.find(({ packedAtCelsius }) => packedAtCelsius === null || Number.isNaN(packedAtCelsius));
  const unread = picked.filter(({ isScanned }) => !isScanned).length;
  const pending = scan.leaving
    ? lookupWords('leftOutFirst')
    : scan.isBusy
      ? lookupWords('busy', { count: scan.underWay })
      : null;
  const missingToPack = pack.isUnanswered
    ? null
    : pending !== null
      ? pending
      : picking.waiting > 0
        ? t('pick.busy', { count: picking.waiting })
        : picked.length === 0
          ? t('pick.needBags')
          : unread > 0
            ? t('pick.needScan', { count: unread })
            : unmeasured
              ? t('pick.needTemperature', { boxNo: unmeasured.boxNo })
              : uncooled
                ? t('pick.needCooling', {
                    boxNo: uncooled.boxNo,
                    range: format.range(uncooled.range?.minC ?? null, uncooled.range?.maxC ?? null, '℃'),
                  })
                : unreasoned
                  ? t('pick.needOffReason', { boxNo: unreasoned.boxNo })
                  : null;
  const missingToShip = ship.isUnanswered
    ? null
    : pending !== null
      ? pending
      : picking.waiting > 0
        ? t('pick.busy', { count: picking.waiting })
        : order.cancelAskedAt
          ? t('pick.cancelFirst')
          : entry.carrier.trim() === ''
            ? t('pick.needCarrier')
            : !isPhone(entry.carrierPhone)
              ? t('pick.needPhone')
              : entry.dueAt && Number.isNaN(entry.dueAt.getTime())
                ? t('needTime')
                : null;
  const again = () => queries.invalidateQueries({ queryKey: trpc.bloodOrders.pathKey() });

  function closeBoxes() {
    if (missingToPack || isSending(pack)) return;
    const lines = picked.map(({ unitId }) => ({ unitId, boxNo: numbers.get(unitId) ?? 1 }));
    const sending = pack.isUnanswered
      ? pack.sendAgain()
      : pack.send({
          orderId,
          boxes: boxes.map(({ boxNo, temperatureClass, packedAtCelsius, offReason }) => ({
            boxNo,
            temperatureClass,
            packedAtCelsius,
            offReason: offReason.trim(),
          })),
          lines,
        });
    void sending.then(
      () => {
        pack.beginAnew();
        void again();
      },
      () => void again(),
    );
  }
  function send() {
    if (missingToShip || isSending(ship) || ship.state === 'saved') return;
    const sending = ship.isUnanswered
      ? ship.sendAgain()
      : ship.send(
          {
            orderId,
            bagCount: picked.length,
            carrier: entry.carrier.trim(),
            carrierPhone: entry.carrierPhone.trim(),
            plate: entry.plate.trim(),
            dueAt: entry.dueAt,
          },
          settleDraft,
        );
    void sending.then(
      () => {
        scan.leave(() => router.push(`/blood-orders?open=${orderId}`));
      },
      () => void again(),
    );
  }
  // Held down it closes the boxes and sends nothing.
  useKey('Ctrl Enter', () => void (isPacked ? send : closeBoxes)(), { reach: 'form' });
  useKey(
    'Esc',
    () => {
      returnToRow(orderId);
      router.push(`/blood-orders?open=${orderId}`);
    },
    { isEnabled: !isStill },
  );
  const keys = useMemo(
    () => [
      { keys: 'F2', label: t('keys.scan') },
      { keys: 'Ctrl P', label: t('keys.print') },
      { keys: 'Ctrl Enter', label: t(isPacked ? 'keys.ship' : 'keys.pack') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t, isPacked],
  );
  const listPath = `/blood-orders/${orderId}/pick-list${early.length > 0 ? `?early=${early.join()}` : ''}`;
  useKey('Ctrl P', () => window.open(listPath, '_blank', 'noreferrer'));
  // The boxes are closed: what is needed next is who drives.
  const carrier = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (isPacked) carrier.current?.focus();
  }, [isPacked]);
  const seen = {
    id: orderId,
    no: named({ no: order.no, orgShortName: sheet.hospital.shortName, orgNameEn: sheet.hospital.nameEn }),
    version: order.version,
    owedLines: 0,
    phone: '',
    pickedBags: picked.length,
  };
  const answerCancel = (Dialog: typeof AgreeCancel) => () => open((close) => <Dialog order={seen} onClose={close} />);
  const failed = !pack.isUnanswered && pack.failure ? pack.failure : ship.failure;
  const command = ship.state === 'idle' ? pack : ship;

  return (
    <Page
      title={t('pickTitle', { no: seen.no })}
      note={
        <span className="inline-flex items-center gap-2">
          <StateMark definition={bloodOrderRecord} state={order.state} />
          <PriorityMark priority={order.priority} />
          {t('slotOf', { at: now ? format.dayTime(order.neededAt, now) : format.dateTime(order.neededAt) })}
        </span>
      }
      keys={keys}
      keyNote={<DraftNote state={draftState} />}
      scroll="page"
      actions={
        <>
          <a href={listPath} target="_blank" rel="noreferrer" className={buttonClasses('secondary', 'md')}>
            {t('printPick')}
            <Kbd>Ctrl P</Kbd>
          </a>
          {isPacked ? (
            <Button
              variant="primary"
              kbd="Ctrl Enter"
              onClick={send}
              isPending={isSending(ship)}
              disabledReason={missingToShip}
            >
              {t('pick.ship', { count: picked.length })}
            </Button>
          ) : (
            <Button
              variant="primary"
              kbd="Ctrl Enter"
              onClick={closeBoxes}
              isPending={isSending(pack)}
              disabledReason={missingToPack}
            >
              {t('pick.pack')}
            </Button>
          )}
        </>
      }
    >
      <SendingNote command={command} />
      {order.cancelAskedAt && (
        <Banner
          tone="warn"
          action={
            <>
              <Button size="sm" onClick={answerCancel(RefuseCancel)}>
                {t('cancel.refuse')}
              </Button>
              <Button size="sm" variant="danger" onClick={answerCancel(AgreeCancel)}>
                {t('cancel.agree')}
              </Button>
            </>
          }
        >
          {t('cancelAsked', { reason: order.cancelReason ?? '' })}
        </Banner>
      )}
      <LeftOut leaving={scan.leaving} />
      {picking.failures.length > 0 && (
        <Banner
          tone="stop"
          action={
            <Button size="sm" onClick={picking.dismiss}>
              {t('pick.putAside')}
            </Button>
          }
        >
          {picking.failures.map((error, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: what was refused is only ever added to
            <span key={index} className="block">
              {failureWords(readFailure(error))}
            </span>
          ))}
        </Banner>
      )}
      {failed && <FailurePanel definition={bloodOrderRecord} failure={failed} />}
      {restoredAt && !isStill && (
        <Banner
          tone="info"
          action={
            <Button
              size="sm"
              onClick={() => {
                setEntry(emptyPick);
                setRestoredAt(undefined);
                if (picked.length > 0) picking.giveBack(picked.map(({ unitId }) => unitId));
              }}
            >
              {t('pick.startOver', { count: picked.length })}
            </Button>
          }
        >
          {t('pick.restored', { at: now ? format.dayTime(restoredAt, now) : format.dateTime(restoredAt) })}
        </Banner>
      )}
      <div inert={isStill} className="pale-when-inert flex flex-col gap-3">
        {sheet.lines.every(({ owed }) => owed === 0) && picked.length === 0 && (
          <Banner tone="info">{t('pick.nothingOwed')}</Banner>
        )}
        <PickLines
          lines={sheet.lines}
          onTake={(lineId, unitIds) => picking.take(lineId, unitIds, 'list', early.includes(lineId))}
          onEarly={onEarly}
          isBusy={picking.waiting > 0}
        />
        <Panel title={t('pick.scan')} note={t('pick.scanHint')} isPadded>
          <TypedCode label={t('pick.scan')} onTake={(raw) => scan.take(raw, true)} />
          <ScanNoteList notes={scan.notes} putAside={t('pick.putAside')} onAnswer={scan.answer} />
          {older && <p className="mt-1 text-13 font-bold">{older}</p>}
        </Panel>
        <PickedBags
          bags={picked}
          boxes={boxes}
          boxNoOf={(bag) => numbers.get(bag.unitId) ?? 1}
          onBox={(unitId, boxNo) =>
            setEntry((before) =>
              boxNo !== null && Number.isInteger(boxNo) && boxNo >= 1 && boxNo <= 99
                ? { ...before, chosen: { ...before.chosen, [unitId]: boxNo } }
                : before,
            )
          }
          onTemperature={(boxNo, value) =>
            setEntry((before) => ({ ...before, celsius: { ...before.celsius, [boxNo]: value } }))
          }
          mayBeOff={mayBeOff}
          onReason={(boxNo, reason) =>
            setEntry((before) => ({ ...before, reasons: { ...before.reasons, [boxNo]: reason } }))
          }
          onPutBack={(unitId) => picking.giveBack([unitId])}
        />
        {isPacked && (
          <Panel title={t('pick.packed')} note={t('pick.reopen')} isPadded>
            <div className="grid grid-cols-4 gap-4">
              <Field label={t('pick.carrier')} layout="top">
                <TextInput
                  ref={carrier}
                  value={entry.carrier}
                  maxLength={40}
                  onValueChange={(carrier) => change({ carrier })}
                />
              </Field>
              <Field
                label={t('pick.carrierPhone')}
                layout="top"
                isOptional
                error={isPhone(entry.carrierPhone) ? null : shared('violations.phone_unreadable')}
              >
                <TextInput
                  value={entry.carrierPhone}
                  inputMode="tel"
                  maxLength={30}
                  onValueChange={(carrierPhone) => change({ carrierPhone })}
                />
              </Field>
              <Field label={t('pick.plate')} layout="top" isOptional>
                <TextInput value={entry.plate} maxLength={20} onValueChange={(plate) => change({ plate })} />
              </Field>
              <Field label={t('pick.dueAt')} layout="top" isOptional>
                <DateTimeInput
                  value={entry.dueAt}
                  onValueChange={(dueAt) => change({ dueAt })}
                  {...(now ? { now } : {})}
                />
              </Field>
            </div>
          </Panel>
        )}
      </div>
    </Page>
  );
}
