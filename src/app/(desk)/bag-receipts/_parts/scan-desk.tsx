'use client';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DraftNote } from '@/app/_client/draft-note';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import { Page } from '@/app/_shell/page';
import { useFailureWords } from '@/components/record/violation-words';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { DefinitionList } from '@/components/ui/definition-list';
import { useKey } from '@/components/ui/use-key';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { cityZone } from '@/i18n/format';
import { useFormat } from '@/i18n/provider';
import { BoxTemperatures, boxClassesOf } from './box-temperatures';
import { ExpectedMatrix } from './expected-matrix';
import { LastScan } from './last-scan';
import { ReceiptSignatures } from './receipt-signatures';
import type { OpenReceipt } from './receipt-types';
import { CloseShortDialog, ExceptionDialog, HandEntryDialog } from './receive-dialogs';
import { TypedCode, VolumeButton } from './scan-desk-parts';
import { ScanTable } from './scan-table';
import { StopLayer } from './stop-layer';
import { type ReceiptDraftBody, useReceipt } from './use-receipt';
import { useSigning } from './use-signing';
import { useTakenElsewhere } from './use-taken-elsewhere';

type ScanDeskProps = {
  receipt: OpenReceipt;
  draft: { id: string; version: number; body: ReceiptDraftBody } | null;
  onPosted: () => void;
};

/** 血袋入库登记: an open scan list against the dispatch note, with zero clicks between bags. */
export function ScanDesk({ receipt, draft, onPosted }: ScanDeskProps) {
  const t = useTranslations('bag-receipts.scan');
  const router = useRouter();
  const trpc = useTRPC();
  const format = useFormat();
  const failureWords = useFailureWords(receiptRecord);
  const cityNow = useCityNow(1_000);
  const now = cityNow ?? new Date(receipt.shipment.sentAt ?? 0);
  const nowOf = useCallback(() => now, [now]);
  const state = useReceipt(receipt, nowOf, draft?.body ?? null);
  const { list, dispatch, judged, lines, temperatures, dutyMode, covers } = state;
  const { mutateAsync: saveDraft } = useMutation(trpc.bagReceipts.saveDraft.mutationOptions());
  const draftState = useDraft({
    stored: draft,
    body: state.body,
    isEmpty: list.lines.length === 0,
    isOpen: receipt.bags.some((bag) => bag.state === 'expected'),
    save: (saving) => saveDraft({ ...saving, subjectId: receipt.shipment.id }),
  });

  const signing = useSigning(covers, now);
  const { receiver, reviewer, delivererName } = signing;
  const [dialog, setDialog] = useState<'exception' | 'hand' | 'close-short' | null>(null);
  const [chosenUnitId, setChosenUnitId] = useState<string | null>(null);
  const [typed, setTyped] = useState('');
  const [done, setDone] = useState<{ no: string; accepted: number; held: number } | null>(null);

  const post = useCommand(trpc.bagReceipts.post.mutationOptions());
  const closeShort = useCommand(trpc.bagReceipts.closeShort.mutationOptions());
  const isPosting = post.state === 'saving' || post.state === 'unknown';
  const takenElsewhere = useTakenElsewhere(receipt, state, isPosting);

  const take = useCallback(
    (raw: string) => {
      const scan = readScan(raw, { now, timeZone: cityZone });
      if (scan.kind === 'badge') {
        if (receiver?.covers === covers) void signing.sign('reviewer', { method: 'badge', badge: scan.badgeCode });
        else signing.setError(t('postNeedsReceiver', { count: judged.length }));
        return;
      }
      setDone(null);
      dispatch({ kind: 'scan', raw, now });
    },
    [dispatch, now, covers, receiver, signing.sign, signing.setError, t, judged.length],
  );
  useScanner({ onScan: take, isEnabled: dialog === null });

  const missing = missingForPost();
  function missingForPost(): string | null {
    const count = judged.length;
    if (count === 0) return t('postNothing');
    const unread = boxClassesOf(receipt.bags).find(
      (box) =>
        judged.some(({ line, bag }) => line.boxNo === box.boxNo && bag.temperatureClass === box.temperatureClass) &&
        !temperatures.some(
          (reading) => reading.boxNo === box.boxNo && reading.temperatureClass === box.temperatureClass,
        ),
    );
    if (unread) return t('postNeedsTemperature', { count, box: unread.boxNo });
    if (receiver?.covers !== covers) return t('postNeedsReceiver', { count });
    if (dutyMode === 'single') return delivererName.trim() ? null : t('postNeedsDeliverer', { count });
    return reviewer?.covers === covers ? null : t('postNeedsReviewer', { count });
  }

  async function submit() {
    if (missing || !receiver || list.stop) return;
    try {
      const posted = await post.send({
        shipmentId: receipt.shipment.id,
        arrivedAt: state.arrivedAt,
        dutyMode,
        temperatures: [...temperatures],
        lines,
        signatures: {
          receiver: receiver.token,
          ...(dutyMode === 'two_person' && reviewer ? { reviewer: reviewer.token } : {}),
          ...(dutyMode === 'single' ? { delivererName: delivererName.trim() } : {}),
        },
      });
      setDone(posted);
      dispatch({ kind: 'restore', lines: [] });
      signing.forget();
      post.beginAnew();
      onPosted();
    } catch {
      // The failure stands in post.failure, beside the entry that is still here.
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
    dispatch({ kind: 'undo' });
  });
  useKey('F2', (event) => {
    event.preventDefault();
    document.getElementById('typed-code')?.focus();
  });
  useKey('Esc', () => router.push('/bag-receipts'));

  function openException(unitId: string) {
    setChosenUnitId(unitId);
    setDialog('exception');
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
  const posted = receipt.bags.length - open.length;
  const chosen = judged.find(({ bag }) => bag.unitId === chosenUnitId);
  const freshUnitId = list.last?.kind === 'taken' ? list.last.unitId : null;
  const extra = list.notes.filter(({ news }) => news.kind === 'not-on-note').length;

  return (
    <Page
      title={t('title')}
      note={t('note')}
      keys={keys}
      keyNote={<DraftNote state={draftState} />}
      actions={<VolumeButton />}
    >
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
            { key: 'arrived', term: t('arrivedAt'), value: format.time(state.arrivedAt) },
            { key: 'carrier', term: t('carrier'), value: receipt.shipment.carrier || '—' },
            {
              key: 'expected',
              term: t('expected'),
              value: `${t('expectedValue', { bags: receipt.bags.length, boxes: receipt.shipment.boxes.length })} · ${t('posted')} ${t('postedValue', { count: posted })}`,
            },
          ]}
        />
        <Link href="/bag-receipts" className="ml-auto whitespace-nowrap text-14 text-act underline">
          {t('other')}
        </Link>
      </div>
      {done && <Banner tone="info">{t('done', { no: done.no, accepted: done.accepted, held: done.held })}</Banner>}
      {takenElsewhere.length > 0 && (
        <Banner tone="warn">
          {takenElsewhere.map((donationNo) => (
            <p key={donationNo}>
              {format.donationNumber(donationNo)} {t('alreadyReceived')}
            </p>
          ))}
        </Banner>
      )}
      {post.failure && post.failure.code !== 'unreachable' && (
        <Banner tone="stop">
          {post.failure.violations.length > 0
            ? post.failure.violations.slice(0, 4).map((violation, index) => (
                <p key={`${violation.code} ${violation.path ?? index}`}>
                  {failureWords({
                    ...post.failure,
                    code: 'refused',
                    violations: [violation],
                    theirs: null,
                    requestId: '',
                  })}
                </p>
              ))
            : failureWords(post.failure)}
        </Banner>
      )}
      <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_388px] gap-3">
        <div className="flex min-h-0 min-w-0 flex-col gap-2">
          {list.stop ? (
            <StopLayer
              expected={list.stop.expected}
              violations={list.stop.violations}
              onHold={() => dispatch({ kind: 'hold', now })}
            />
          ) : (
            <LastScan news={list.last} judged={judged} receipt={receipt} scanned={judged.length} now={now} />
          )}
          <ScanTable judged={judged} notes={list.notes} freshUnitId={freshUnitId} onChoose={openException} now={now} />
          <TypedCode
            value={typed}
            onChange={setTyped}
            onTake={take}
            onHand={() => setDialog('hand')}
            onUndo={() => dispatch({ kind: 'undo' })}
            canUndo={list.lines.length > 0}
          />
        </div>
        <div className="flex min-h-0 flex-col gap-2">
          <div className="flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto">
            <ExpectedMatrix bags={receipt.bags} judged={judged} extra={extra} />
            <BoxTemperatures
              bags={receipt.bags}
              judged={judged}
              temperatures={temperatures}
              onChange={state.setTemperature}
            />
            <ReceiptSignatures
              {...{ judged, covers, dutyMode, receiver, reviewer, delivererName }}
              isSingleDutyAllowed={receipt.isSingleDutyAllowed}
              onDutyMode={state.setDutyMode}
              onDelivererName={signing.setDelivererName}
              signError={signing.error}
              onSign={(who, method) => void signing.sign(who, method)}
              isSigning={signing.isSigning}
            />
          </div>
          <div className="flex flex-none gap-2">
            {open.length > 0 && posted > 0 && (
              <Button onClick={() => setDialog('close-short')}>{t('closeShort')}</Button>
            )}
            {open.length === 0 ? (
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
      {dialog === 'exception' && chosen && (
        <ExceptionDialog
          judgedLine={chosen}
          onClose={() => setDialog(null)}
          onSave={(exceptions) => {
            dispatch({ kind: 'exceptions', unitId: chosen.bag.unitId, exceptions });
            setDialog(null);
          }}
        />
      )}
      {dialog === 'hand' && (
        <HandEntryDialog
          bags={open.filter((bag) => !judged.some((line) => line.bag.unitId === bag.unitId))}
          onClose={() => setDialog(null)}
          onAdd={(unitId, reason) => {
            dispatch({ kind: 'by-hand', unitId, reason, now });
            setDialog(null);
          }}
        />
      )}
      {dialog === 'close-short' && (
        <CloseShortDialog
          count={open.length}
          isPending={closeShort.state === 'saving'}
          error={closeShort.failure ? failureWords(closeShort.failure) : null}
          onClose={() => setDialog(null)}
          onConfirm={(reason) =>
            void closeShort.send({ shipmentId: receipt.shipment.id, reason }).then(
              () => router.push('/bag-receipts'),
              () => undefined,
            )
          }
        />
      )}
    </Page>
  );
}
