'use client';
import { useQuery } from '@tanstack/react-query';
import type { inferRouterOutputs } from '@trpc/server';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DraftNote } from '@/app/_client/draft-note';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { type Second, SecondPerson, toSecond } from '@/app/_signing/second-person';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { digestOfCovers } from '@/domain/signatures/covers';
import { totalsOf } from '@/domain/stocktakes/count';
import { stocktakeCovers } from '@/domain/stocktakes/covers';
import { stocktakeRecord } from '@/domain/stocktakes/record';
import { maxCountHours, refuseSecond } from '@/domain/stocktakes/rules';
import { bagsAtOnce } from '@/domain/stocktakes/schema';
import type { AppRouter } from '@/server/router';
import { CountFigures } from './count-figures';
import { CountScan } from './count-scan';
import { CountTable } from './count-table';
import { emptyCount, keyOf, rowsOf, useCount } from './use-count';

type OpenedCount = inferRouterOutputs<AppRouter>['stocktakes']['open'];

/** 盘点 of one place: an open scan list against what should stand there, followed live. */
export function CountDesk({ placeId }: { placeId: string }) {
  const t = useTranslations('stocktakes');
  const trpc = useTRPC();
  const opened = useQuery(trpc.stocktakes.open.queryOptions({ placeId }));
  const draft = useStoredDraft(
    trpc.stocktakes.draft.queryOptions({ subjectId: placeId }),
    trpc.stocktakes.saveDraft.mutationKey(),
  );
  const { data, error, isFetching } = opened;
  const gate =
    data === undefined
      ? { data: undefined, error, isFetching, refetch: opened.refetch as unknown as typeof draft.refetch }
      : draft;
  return (
    <DraftGate title={t('title')} definition={stocktakeRecord} draft={gate}>
      {(stored) => data && <Counting opened={data} stored={stored} />}
    </DraftGate>
  );
}

function Counting({ opened, stored }: { opened: OpenedCount; stored: OpenDraft | null }) {
  const { place, bags, isSingleDutyAllowed } = opened;
  const t = useTranslations('stocktakes.desk');
  const router = useRouter();
  const trpc = useTRPC();
  const now = useCityNow(30_000);
  const command = useCommand(trpc.stocktakes.sign.mutationOptions());
  const isFrozen = command.isClosed;
  const { entry, change, draftState, settleDraft } = useCount(place.id, stored, command);
  const [second, setSecond] = useState<Second | null>(null);
  const [isRestartAsked, setRestartAsked] = useState(false);
  // Of a place where nothing has been scanned it is when the desk was opened, however often the ledger is read again.
  const [openedAt] = useState(opened.at);
  const startedAt = useMemo(
    () => (entry.startedAt ? new Date(entry.startedAt) : openedAt),
    [entry.startedAt, openedAt],
  );
  const rows = useMemo(
    () => rowsOf(entry, bags, { placeCode: place.code, startedAt }),
    [entry, bags, place.code, startedAt],
  );
  const totals = totalsOf(rows.map(({ outcome }) => outcome));
  const body = {
    placeId: place.id,
    startedAt,
    scans: entry.scans.map(({ unitId, donationNo, productCode, at }) => ({ unitId, donationNo, productCode, at })),
    missingUnitIds: rows.flatMap(({ outcome, unitId }) => (outcome === 'missing' && unitId ? [unitId] : [])),
    words: entry.words.trim(),
  };
  const isTooOld = now !== null && now.getTime() - startedAt.getTime() > maxCountHours * 3_600_000;
  const fault = isTooOld
    ? t('tooOld', { hours: maxCountHours })
    : entry.scans.length > bagsAtOnce
      ? t('needsLess', { count: bagsAtOnce })
      : null;
  const covers = fault === null ? digestOfCovers(stocktakeCovers(body)) : null;
  const isAgreed = second !== null && second.covers === covers;
  const missing = command.isUnanswered ? null : (fault ?? (isAgreed ? null : t('needsSecond')));

  const follow = (sending: Promise<{ id: string }>) =>
    void sending.then(
      ({ id }) => router.push(`/stock/stocktakes?open=${id}`),
      () => undefined,
    );
  function send() {
    if (missing || isSending(command)) return;
    if (command.isUnanswered) return follow(command.sendAgain());
    if (second) follow(command.send({ ...body, second: toSecond(second) }, settleDraft));
  }
  useKey('Ctrl Enter', send, { reach: 'form' });
  useKey('Esc', () => router.push('/stock/places'), { isEnabled: !isFrozen });
  const keys = useMemo(
    () => [
      { keys: 'F2', label: t('keys.scan') },
      { keys: 'Ctrl Enter', label: t('keys.submit') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );

  return (
    <Page
      title={t('title', { place: place.code, name: place.name })}
      keys={keys}
      keyNote={<DraftNote state={draftState} />}
      actions={
        <>
          {entry.scans.length > 0 && !isFrozen && (
            <Button size="dense" onClick={() => setRestartAsked(true)}>
              {t('restart')}
            </Button>
          )}
          <Button
            variant="primary"
            kbd="Ctrl Enter"
            onClick={send}
            isPending={isSending(command)}
            disabledReason={missing}
          >
            {t('submit', { found: totals.found, missing: totals.missing })}
          </Button>
        </>
      }
    >
      <EntryFrame command={command} definition={stocktakeRecord} isFilling>
        <div className="flex min-h-0 flex-1 gap-3">
          <div className="flex min-h-0 min-w-0 flex-1 flex-col gap-2">
            <CountScan
              place={place}
              isFrozen={isFrozen}
              entry={entry}
              onScan={(scan) =>
                change((before) => ({
                  ...before,
                  startedAt: before.startedAt ?? scan.at,
                  scans: before.scans.some((other) => keyOf(other) === keyOf(scan))
                    ? before.scans
                    : [...before.scans, scan],
                }))
              }
            />
            <CountTable
              rows={rows}
              placeId={place.id}
              placeCode={place.code}
              onRemove={(key) =>
                change((before) => ({ ...before, scans: before.scans.filter((scan) => keyOf(scan) !== key) }))
              }
            />
          </div>
          <div className="flex w-[340px] flex-none flex-col gap-2 overflow-auto">
            <CountFigures totals={totals} startedAt={entry.startedAt ? startedAt : null} now={now} />
            <Panel isPadded>
              <p className="mb-2 text-13 text-ink-2">
                {body.missingUnitIds.length > 0
                  ? t('signNote', { missing: body.missingUnitIds.length })
                  : t('signNoteNone')}
              </p>
              <Field label={t('words')} layout="top" isOptional>
                <TextInput
                  value={entry.words}
                  maxLength={200}
                  onValueChange={(words) => change((before) => ({ ...before, words }))}
                />
              </Field>
              <SecondPerson
                definition={stocktakeRecord}
                covers={covers}
                onSecond={setSecond}
                isPhoneAllowed={isSingleDutyAllowed}
                refuse={refuseSecond}
                now={now}
              />
            </Panel>
          </div>
        </div>
      </EntryFrame>
      {isRestartAsked && (
        <AlertDialog
          isOpen
          onClose={() => setRestartAsked(false)}
          title={t('restartTitle', { count: entry.scans.length })}
          cancelLabel={t('restartKeep')}
          actionLabel={t('restart')}
          tone="danger"
          onAction={() => {
            change({ ...emptyCount });
            setRestartAsked(false);
          }}
        >
          {t('restartWhy')}
        </AlertDialog>
      )}
    </Page>
  );
}
