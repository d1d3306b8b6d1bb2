'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { appErrorOf } from '@/app/_client/app-error';
import { DraftNote } from '@/app/_client/draft-note';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import { Page } from '@/app/_shell/page';
import { useSigning } from '@/app/_signing/use-signing';
import { useFailureWords } from '@/components/record/violation-words';
import { playTone } from '@/components/scan/scan-sounds';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { DefinitionList } from '@/components/ui/definition-list';
import { useKey } from '@/components/ui/use-key';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { isGone, refuseReviewer } from '@/domain/bag-receipts/rules';
import type { StoppedBag } from '@/domain/bag-receipts/scan-list';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { BoxTemperatures, boxClassesOf } from './box-temperatures';
import { CloseShortDialog } from './close-short-dialog';
import { ExpectedMatrix } from './expected-matrix';
import { LastScan } from './last-scan';
import { LostFindings } from './lost-findings';
import { PostingFailure, PostingNews } from './posting-news';
import { ReceiptSignatures } from './receipt-signatures';
import type { OpenReceipt } from './receipt-types';
import { ExceptionDialog, HandEntryDialog } from './receive-dialogs';
import { ClosedOff, JourneyReason, TypedCode } from './scan-desk-parts';
import { ScanTable } from './scan-table';
import { StopLayer } from './stop-layer';
import { useLostFindings } from './use-lost-findings';
import { useLostPosting } from './use-lost-posting';
import { type ReceiptDraftBody, useReceipt } from './use-receipt';
import { useTakenElsewhere } from './use-taken-elsewhere';

type ScanDeskProps = {
  receipt: OpenReceipt;
  /** When the note was read. */
  readAt: number;
  draft: { id: string; version: number; body: ReceiptDraftBody } | null;
  onPosted: () => void;
};

/** 血袋入库登记: an open scan list against the dispatch note, with zero clicks between bags. */
export function ScanDesk({ receipt, readAt, draft, onPosted }: ScanDeskProps) {
  const t = useTranslations('bag-receipts.scan');
  const router = useRouter();
  const trpc = useTRPC();
  const format = useFormat();
  const failureWords = useFailureWords(receiptRecord);
  const cityNow = useCityNow(1_000);
  const now = cityNow ?? new Date(receipt.shipment.sentAt ?? 0);
  const nowOf = useCallback(() => now, [now]);
  const state = useReceipt(receipt, nowOf, draft?.body ?? null);
  const { list, dispatch, judged, lines, temperatures, temperatureFaults, dutyMode, covers } = state;
  const post = useCommand(trpc.bagReceipts.post.mutationOptions());
  const isPosting = isSending(post);
  const { draftState, settleDraft } = useDraft({
    stored: draft,
    body: state.body,
    isEmpty: list.lines.length === 0 && list.stop === null,
    isOpen: receipt.bags.some((bag) => bag.state === 'expected'),
    // Scanning goes on meanwhile; while nobody answers, what is scanned is kept. The note's draft outlives each part of it.
    isSent: post.state === 'saving',
    entryKeys: [],
    saving: trpc.bagReceipts.saveDraft.mutationOptions(),
    subjectId: receipt.shipment.id,
  });

  const signing = useSigning<'receiver' | 'reviewer'>(now, { refuse: { reviewer: refuseReviewer } });
  const { receiver = null, reviewer = null } = signing.given;
  const [isReceiverAwaited, setReceiverAwaited] = useState(false);
  const [delivererName, setDelivererName] = useState('');
  const [asked, setDialog] = useState<{ kind: 'exception' | 'hand' | 'close-short'; isScanRefused: boolean } | null>(
    null,
  );
  const [refused, setRefused] = useState<{ stop: StoppedBag; what: 'scan' | 'act' } | null>(null);
  const [chosenUnitId, setChosenUnitId] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [done, setDone] = useState<{ no: string; accepted: number; held: number } | null>(null);

  const lost = useLostPosting({
    post,
    receipt,
    readAt,
    onTaken: takePosted,
    onNotTaken: (wasForSignature) => {
      if (wasForSignature) signing.forget();
      onPosted();
    },
  });
  const { isLost, isSent } = lost;
  const { taken: takenElsewhere, lost: lostHere } = useTakenElsewhere(receipt, state, { isPosting, isSent });
  const lostFindings = useLostFindings({
    receipt,
    readAt,
    listId: state.listId,
    lost: lostHere,
    onList: state.findings,
    isUnsaved: draftState.kind === 'conflict' || (draftState.kind === 'failed' && draftState.isRefused),
    isPaused: post.state === 'saving',
    onKept: onPosted,
  });

  const { stop } = list;
  const chosen = judged.find(({ bag }) => bag.unitId === chosenUnitId);
  // The bag of the dialog may leave the list beneath it: then nothing is open.
  const dialog = asked?.kind === 'exception' && !chosen ? null : asked;
  const hasFault = (box: { boxNo: number; temperatureClass: string }) =>
    temperatureFaults.some((other) => other.boxNo === box.boxNo && other.temperatureClass === box.temperatureClass);
  const faulty = boxClassesOf(receipt.bags).find(hasFault);
  const take = useCallback(
    (raw: string) => {
      const scan = readScan(raw, { now, timeZone: cityZone });
      if (dialog) {
        playTone('refuse');
        setDialog({ ...dialog, isScanRefused: true });
        if (scan.kind !== 'badge' && scan.kind !== 'patient') dispatch({ kind: 'leave', now });
        return;
      }
      if (stop) {
        playTone('refuse');
        setRefused({ stop, what: 'scan' });
        return;
      }
      if (scan.kind === 'badge') {
        const isReceived = receiver?.covers === covers;
        setReceiverAwaited(!isReceived);
        if (isReceived && !faulty) void signing.sign('reviewer', { method: 'badge', badge: scan.badgeCode }, covers);
        return;
      }
      setDone(null);
      dispatch({ kind: 'scan', raw, now });
    },
    [dispatch, now, covers, receiver, signing.sign, dialog, stop, faulty],
  );
  useScanner({ onScan: take, on: dialog === null ? 'page' : 'dialog' });

  /** What would get past the stop is not done, and says so. */
  function unlessStopped(act: () => void) {
    if (!stop) return act();
    playTone('refuse');
    setRefused({ stop, what: 'act' });
  }

  const missing = missingForPost();
  function missingForPost(): string | null {
    if (stop) return t('postNeedsStop');
    const count = judged.length;
    if (count === 0) return t('postNothing');
    const unread = boxClassesOf(receipt.bags).find(
      (box) =>
        hasFault(box) ||
        (judged.some(({ line, bag }) => line.boxNo === box.boxNo && bag.temperatureClass === box.temperatureClass) &&
          !temperatures.some(
            (reading) => reading.boxNo === box.boxNo && reading.temperatureClass === box.temperatureClass,
          )),
    );
    if (unread) return t('postNeedsTemperature', { count, box: unread.boxNo });
    if (receiver?.covers !== covers) return t('postNeedsReceiver', { count });
    if (dutyMode === 'single') return delivererName.trim() ? null : t('postNeedsDeliverer', { count });
    return reviewer?.covers === covers ? null : t('postNeedsReviewer', { count });
  }

  /** What stands on the list from now on is another posting. */
  function takePosted(posted: typeof done, unitIds: readonly string[]) {
    setDone(posted);
    dispatch({ kind: 'forget', unitIds });
    signing.forget();
    post.beginAnew();
    onPosted();
  }
  async function submit() {
    if (isPosting) return;
    if (isLost) return lost.ask();
    if (missing || !receiver) return;
    const unitIds = lines.map((line) => line.unitId);
    lost.begin(unitIds);
    setDone(null);
    try {
      const posted = await post.send(
        {
          shipmentId: receipt.shipment.id,
          arrivedAt: state.arrivedAt,
          dutyMode,
          temperatures: [...temperatures],
          lines,
          listId: state.listId,
          signatures: {
            receiver: receiver.token,
            ...(dutyMode === 'two_person' && reviewer ? { reviewer: reviewer.token } : {}),
            ...(dutyMode === 'single' ? { delivererName: delivererName.trim() } : {}),
          },
        },
        settleDraft,
      );
      takePosted(posted, unitIds);
    } catch (error) {
      // Any other failure stands in post.failure, beside the entry that is still here.
      if (appErrorOf(error).code !== 'key_reused') return;
      lost.tellTaken();
      takePosted(null, []);
    }
  }

  useKey('Ctrl Enter', () => void submit());
  useKey('F6', (event) => {
    event.preventDefault();
    const last = list.lines.at(-1);
    if (last) openException(last.unitId);
  });
  useKey('Ctrl Z', (event) => {
    event.preventDefault();
    undo();
  });
  useKey('F2', (event) => {
    event.preventDefault();
    document.getElementById('typed-code')?.focus();
  });
  useKey('Esc', () => unlessStopped(() => router.push('/bag-receipts')));

  function unlessSent(unitId: string | undefined, act: () => void) {
    if (!unitId || !isSent(unitId)) return act();
    playTone('refuse');
    lost.refuseChange();
  }
  function undo() {
    unlessStopped(() => unlessSent(list.lines.at(-1)?.unitId, () => dispatch({ kind: 'undo' })));
  }
  function openDialog(kind: 'exception' | 'hand' | 'close-short') {
    unlessStopped(() => setDialog({ kind, isScanRefused: false }));
  }
  function openException(unitId: string) {
    unlessSent(unitId, () => {
      setChosenUnitId(unitId);
      openDialog('exception');
    });
  }

  const keys = useMemo(
    () => [
      { keys: 'F2', label: t('keys.scan') },
      { keys: 'F6', label: t('keys.exception') },
      { keys: 'Ctrl Enter', label: t('keys.post') },
      { keys: 'Ctrl Z', label: t('keys.undo') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );
  const open = receipt.bags.filter((bag) => bag.state === 'expected');
  const isEnded = open.length === 0;
  const arrivedAt = isEnded ? receipt.shipment.arrivedAt : state.arrivedAt;
  const posted = receipt.bags.filter(({ state }) => state !== 'expected' && !isGone(state)).length;
  const freshUnitId = list.last?.kind === 'taken' ? list.last.unitId : null;
  const extra = list.notes.filter(({ news }) => news.kind === 'not-on-note').length;

  return (
    <Page title={t('title')} note={t('note')} keys={keys} keyNote={<DraftNote state={draftState} />}>
      <div className="flex flex-none items-center gap-6 border border-line-2 bg-surface px-3 py-2">
        <DefinitionList
          columns={6}
          items={[
            { key: 'no', term: t('shipmentNo'), value: <strong>{receipt.shipment.no ?? '—'}</strong> },
            { key: 'sender', term: t('sender'), value: receipt.shipment.senderName },
            {
              key: 'sent',
              term: t('sentAt'),
              value: receipt.shipment.sentAt ? format.dayTime(receipt.shipment.sentAt, now) : '—',
            },
            { key: 'arrived', term: t('arrivedAt'), value: arrivedAt ? format.time(arrivedAt) : '—' },
            { key: 'carrier', term: t('carrier'), value: receipt.shipment.carrier || '—' },
            {
              key: 'expected',
              term: t('expected'),
              value: (
                <span className="whitespace-nowrap">
                  {t('expectedValue', { bags: receipt.bags.length, boxes: receipt.shipment.boxes.length })} ·{' '}
                  {t('posted', { count: posted })}
                </span>
              ),
            },
          ]}
        />
        <Link href="/bag-receipts" className="ml-auto whitespace-nowrap text-14 text-act underline">
          {t('other')}
        </Link>
      </div>
      <JourneyReason shipment={receipt.shipment} />
      <ClosedOff shipment={receipt.shipment} />
      {done && <Banner tone="info">{t('done', { no: done.no, accepted: done.accepted, held: done.held })}</Banner>}
      <PostingNews
        fate={lost.fate}
        onList={judged.length}
        takenElsewhere={takenElsewhere}
        lostFindings={lostFindings}
      />
      <LostFindings receipt={receipt} findings={lostFindings} onDealt={onPosted} />
      {post.state === 'unknown' && <Banner tone="warn">{t('checkingWithServer')}</Banner>}
      {post.isUnanswered && lost.isChangeRefused && <Banner tone="warn">{t('beingPosted')}</Banner>}
      <PostingFailure
        failure={post.failure}
        takenElsewhere={takenElsewhere}
        isAnyOnList={judged.some(({ bag }) => lost.unitIds.includes(bag.unitId))}
        onAgain={isLost ? () => void lost.ask() : null}
      />
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_388px] gap-3">
        <div className="flex min-h-0 min-w-0 flex-col gap-2">
          {stop ? (
            <StopLayer
              expected={stop.expected}
              violations={stop.violations}
              onHold={() => dispatch({ kind: 'hold', now })}
              refused={refused?.stop === stop ? refused.what : null}
            />
          ) : (
            <LastScan news={list.last} judged={judged} receipt={receipt} scanned={judged.length} now={now} />
          )}
          <ScanTable
            judged={judged}
            notes={list.notes}
            freshUnitId={freshUnitId}
            onChoose={openException}
            isOpen={!isEnded}
            now={now}
          />
          <TypedCode
            value={typed}
            onChange={setTyped}
            onTake={take}
            onHand={() => openDialog('hand')}
            onUndo={undo}
            canUndo={list.lines.length > 0 && !stop}
            canEnterByHand={!stop}
          />
        </div>
        <div className="flex min-h-0 flex-col gap-2">
          <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto">
            <ExpectedMatrix bags={receipt.bags} judged={judged} extra={extra} />
            {/* Nothing is left to measure or to sign for. */}
            {(!isEnded || judged.length > 0) && (
              <>
                <BoxTemperatures
                  bags={receipt.bags}
                  judged={judged}
                  temperatures={temperatures}
                  faults={temperatureFaults}
                  isSent={isSent}
                  onChange={state.setTemperature}
                />
                <ReceiptSignatures
                  {...{ judged, covers, dutyMode, receiver, reviewer, delivererName }}
                  faultyBoxNo={faulty?.boxNo ?? null}
                  isSingleDutyAllowed={receipt.isSingleDutyAllowed}
                  onDutyMode={state.setDutyMode}
                  onDelivererName={setDelivererName}
                  onForget={signing.forget}
                  signError={
                    isReceiverAwaited
                      ? t('postNeedsReceiver', { count: judged.length })
                      : signing.failure && failureWords(signing.failure.failure)
                  }
                  onSign={(who, method) => {
                    setReceiverAwaited(false);
                    void signing.sign(who, method, covers);
                  }}
                  isSigning={signing.isPending}
                />
              </>
            )}
          </div>
          <div className="flex flex-none flex-wrap gap-2">
            {!isEnded && posted > 0 && (
              <Button
                isDisabled={stop !== null}
                disabledReason={judged.length > 0 ? t('closeShortAfter') : null}
                onClick={() => openDialog('close-short')}
              >
                {t('closeShort')}
              </Button>
            )}
            {isEnded ? (
              <Link href="/bag-receipts" className={buttonClasses('primary', 'md')}>
                {t('toList')}
              </Link>
            ) : (
              <Button
                variant="primary"
                className="flex-1"
                kbd="Ctrl Enter"
                disabledReason={missing}
                isPending={isPosting}
                onClick={() => void submit()}
              >
                {t('post', { count: judged.length })}
              </Button>
            )}
          </div>
        </div>
      </div>
      {dialog?.kind === 'exception' && chosen && (
        <ExceptionDialog
          judgedLine={chosen}
          isScanRefused={dialog.isScanRefused}
          onClose={() => setDialog(null)}
          onSave={(exceptions) => {
            dispatch({ kind: 'exceptions', unitId: chosen.bag.unitId, exceptions });
            setDialog(null);
          }}
        />
      )}
      {dialog?.kind === 'hand' && (
        <HandEntryDialog
          bags={open.filter((bag) => !judged.some((line) => line.bag.unitId === bag.unitId))}
          isScanRefused={dialog.isScanRefused}
          onClose={() => setDialog(null)}
          onAdd={(unitId, reason) => {
            dispatch({ kind: 'by-hand', unitId, reason, now });
            setDialog(null);
          }}
        />
      )}
      {dialog?.kind === 'close-short' && (
        <CloseShortDialog
          shipmentId={receipt.shipment.id}
          count={open.length}
          isScanRefused={dialog.isScanRefused}
          onClosed={() => router.push('/bag-receipts')}
          onClose={() => setDialog(null)}
        />
      )}
    </Page>
  );
}
