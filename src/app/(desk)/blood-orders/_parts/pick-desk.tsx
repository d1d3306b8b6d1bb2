'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { SendingNote } from '@/app/_client/sending-note';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { LeftOut } from '@/app/_scan/left-out';
import { useBagLookup } from '@/app/_scan/use-bag-lookup';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { StateMark } from '@/components/record/state-mark';
import { useFailureWords, useViolationWords } from '@/components/record/violation-words';
import { ScanNoteList } from '@/components/scan/scan-note-list';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { DateTimeInput } from '@/components/ui/date-time-input';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { bloodOrderRecord } from '@/domain/blood-orders/record';
import { isPhone } from '@/domain/phone';
import { useFormat } from '@/i18n/provider';
import type { BagForOrder } from '@/server/modules/blood-orders/find-bag';
import { PriorityMark } from './order-marks';
import type { PickSheet } from './order-types';
import { boxesOf, boxNumbers } from './pack-boxes';
import { PickLines } from './pick-lines';
import { PickedBags } from './picked-bags';
import { usePicking } from './use-picking';

/** 拣血装箱: what expires first, by scan; boxes with their temperature; then the journey. */
export function PickDesk({ id }: { id: string }) {
  const t = useTranslations('blood-orders');
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.bloodOrders.pickSheet.queryOptions({ orderId: id }));
  if (data) return <Picking orderId={id} sheet={data} />;
  return (
    <Page title={t('toPick')}>
      {error ? <FailurePanel definition={bloodOrderRecord} failure={readFailure(error)} /> : <Skeleton lines={8} />}
    </Page>
  );
}

function Picking({ orderId, sheet }: { orderId: string; sheet: PickSheet }) {
  const t = useTranslations('blood-orders');
  const shared = useTranslations('record');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const router = useRouter();
  const format = useFormat();
  const locale = useLocale();
  const now = useCityNow(60_000);
  const violationWords = useViolationWords(bloodOrderRecord);
  const failureWords = useFailureWords(bloodOrderRecord);
  const lookupWords = useTranslations('ui.bagLookup');
  const picking = usePicking(orderId);
  const pack = useCommand(trpc.bloodOrders.pack.mutationOptions());
  const ship = useCommand(trpc.bloodOrders.send.mutationOptions());
  const [chosen, setChosen] = useState<Record<string, number>>({});
  const [celsius, setCelsius] = useState<Record<number, number | null>>(() =>
    Object.fromEntries((sheet.delivery?.boxes ?? []).map((box) => [box.boxNo, box.packedAtCelsius])),
  );
  const [journey, setJourney] = useState({ carrier: '', carrierPhone: '', plate: '', dueAt: null as Date | null });
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
      return client.bloodOrders.findBag.query({ orderId, ...question });
    },
    refuse: ({ fault }) => fault && violationWords({ code: fault.code, facts: fault.facts }),
    notHere: (donationNo) => t('pick.notHere', { donationNo }),
    onBag: (bag) => {
      if (!bag.lineId) return;
      picking.take(bag.lineId, [bag.id], 'scan');
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

  const numbers = boxNumbers(picked, chosen);
  const boxes = boxesOf(picked, numbers, celsius);
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
              : null;
  const missingToShip = ship.isUnanswered
    ? null
    : pending !== null
      ? pending
      : picking.waiting > 0
        ? t('pick.busy', { count: picking.waiting })
        : order.cancelAskedAt
          ? t('pick.cancelFirst')
          : journey.carrier.trim() === ''
            ? t('pick.needCarrier')
            : !isPhone(journey.carrierPhone)
              ? t('pick.needPhone')
              : journey.dueAt && Number.isNaN(journey.dueAt.getTime())
                ? t('needTime')
                : null;
  const again = () => queries.invalidateQueries({ queryKey: trpc.bloodOrders.pathKey() });

  function closeBoxes() {
    if (missingToPack || isSending(pack)) return;
    const lines = picked.map(({ unitId }) => ({ unitId, boxNo: numbers.get(unitId) ?? 1 }));
    const sending = pack.isUnanswered ? pack.sendAgain() : pack.send({ orderId, boxes, lines });
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
      : ship.send({
          orderId,
          bagCount: picked.length,
          carrier: journey.carrier.trim(),
          carrierPhone: journey.carrierPhone.trim(),
          plate: journey.plate.trim(),
          dueAt: journey.dueAt,
        });
    void sending.then(
      () => {
        scan.leave(() => router.push(`/blood-orders?open=${orderId}`));
      },
      () => void again(),
    );
  }
  // Held down it closes the boxes and sends nothing.
  useKey('Ctrl Enter', (event) => !event.repeat && (isPacked ? send : closeBoxes)(), { reach: 'form' });
  useKey('Esc', () => router.push(`/blood-orders?open=${orderId}`), { isEnabled: !isStill });
  const keys = useMemo(
    () => [
      { keys: 'F2', label: t('keys.scan') },
      { keys: 'Ctrl Enter', label: t(isPacked ? 'keys.ship' : 'keys.pack') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t, isPacked],
  );
  const failed = !pack.isUnanswered && pack.failure ? pack.failure : ship.failure;
  const command = ship.state === 'idle' ? pack : ship;

  return (
    <Page
      title={t('pickTitle', { no: order.no })}
      note={
        <span className="inline-flex items-center gap-2">
          <strong className="text-ink">{locale === 'en' ? sheet.hospital.nameEn : sheet.hospital.name}</strong>
          <StateMark definition={bloodOrderRecord} state={order.state} />
          <PriorityMark priority={order.priority} />
          {t('slotOf', { at: now ? format.dayTime(order.neededAt, now) : format.dateTime(order.neededAt) })}
        </span>
      }
      keys={keys}
      scroll="page"
      actions={
        isPacked ? (
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
        )
      }
    >
      <SendingNote command={command} />
      {order.cancelAskedAt && <Banner tone="warn">{t('cancelAsked', { reason: order.cancelReason ?? '' })}</Banner>}
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
      <div inert={isStill} className="pale-when-inert flex flex-col gap-3">
        {sheet.lines.every(({ owed }) => owed === 0) && picked.length === 0 && (
          <Banner tone="info">{t('pick.nothingOwed')}</Banner>
        )}
        <PickLines
          lines={sheet.lines}
          onTake={(lineId, unitIds) => picking.take(lineId, unitIds, 'list')}
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
            setChosen((before) =>
              boxNo !== null && Number.isInteger(boxNo) && boxNo >= 1 && boxNo <= 99
                ? { ...before, [unitId]: boxNo }
                : before,
            )
          }
          onTemperature={(boxNo, value) => setCelsius((before) => ({ ...before, [boxNo]: value }))}
          onPutBack={(unitId) => picking.giveBack([unitId])}
        />
        {isPacked && (
          <Panel title={t('pick.packed')} note={t('pick.reopen')} isPadded>
            <div className="grid grid-cols-4 gap-4">
              <Field label={t('pick.carrier')} layout="top">
                <TextInput
                  value={journey.carrier}
                  maxLength={40}
                  onValueChange={(carrier) => setJourney((before) => ({ ...before, carrier }))}
                />
              </Field>
              <Field
                label={t('pick.carrierPhone')}
                layout="top"
                isOptional
                error={isPhone(journey.carrierPhone) ? null : shared('violations.phone_unreadable')}
              >
                <TextInput
                  value={journey.carrierPhone}
                  inputMode="tel"
                  maxLength={30}
                  onValueChange={(carrierPhone) => setJourney((before) => ({ ...before, carrierPhone }))}
                />
              </Field>
              <Field label={t('pick.plate')} layout="top" isOptional>
                <TextInput
                  value={journey.plate}
                  maxLength={20}
                  onValueChange={(plate) => setJourney((before) => ({ ...before, plate }))}
                />
              </Field>
              <Field label={t('pick.dueAt')} layout="top" isOptional>
                <DateTimeInput
                  value={journey.dueAt}
                  onValueChange={(dueAt) => setJourney((before) => ({ ...before, dueAt }))}
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
