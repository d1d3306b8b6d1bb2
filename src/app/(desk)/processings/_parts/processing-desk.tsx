'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DraftNote } from '@/app/_client/draft-note';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useCityNow } from '@/app/_client/live';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { LeftOut } from '@/app/_scan/left-out';
import { useBagLookup } from '@/app/_scan/use-bag-lookup';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { type Second, SecondPerson, toSecond } from '@/app/_signing/second-person';
import { useViolationWords } from '@/components/record/violation-words';
import { useScanner } from '@/components/scan/use-scanner';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { useKey } from '@/components/ui/use-key';
import { ownDraft } from '@/domain/own-draft';
import { processingCovers } from '@/domain/processings/covers';
import { kindOf } from '@/domain/processings/kinds';
import { processingRecord } from '@/domain/processings/record';
import { checkPool, refusalOfBag, refuseSecond } from '@/domain/processings/rules';
import { bagsAtOnce } from '@/domain/processings/schema';
import { digestOfCovers } from '@/domain/signatures/covers';
import type { BagInHand } from '@/server/modules/processings/load';
import { AboutPanel } from './about-panel';
import { readAnswer } from './answers';
import { BagTable } from './bag-table';
import { ScanPanel } from './scan-panel';
import { addBag, type Processing, useProcessing } from './use-processing';

export function ProcessingDesk() {
  const t = useTranslations('processings');
  const trpc = useTRPC();
  const draft = useStoredDraft(
    trpc.processings.draft.queryOptions({ subjectId: ownDraft }),
    trpc.processings.saveDraft.mutationKey(),
  );
  return (
    <DraftGate title={t('createTitle')} definition={processingRecord} draft={draft}>
      {(stored) => <Entry draft={stored} />}
    </DraftGate>
  );
}

/** Kind and device, bags by scan with zero clicks between them; what is done already with what became of each, and who checked it. */
function Entry({ draft }: { draft: OpenDraft | null }) {
  const t = useTranslations('processings');
  const router = useRouter();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const words = useViolationWords(processingRecord);
  const lookupWords = useTranslations('ui.bagLookup');
  const now = useCityNow(30_000);
  const command = useCommand(trpc.processings.start.mutationOptions());
  const isFrozen = command.isClosed;
  const { processing, change, draftState, settleDraft } = useProcessing(draft, command);
  const { data: facts } = useQuery(trpc.processings.open.queryOptions({}, { staleTime: 60_000 }));
  const [second, setSecond] = useState<Second | null>(null);
  const [startedAt, setStartedAt] = useState<Date | null>(() =>
    processing.startedAt ? new Date(processing.startedAt) : null,
  );
  const { kind, lines, isDone } = processing;
  const isOpenSystem = processing.isOpenSystem ?? undefined;
  const isMoment = startedAt !== null && !Number.isNaN(startedAt.getTime());
  const doneAt = isDone && isMoment ? startedAt : undefined;
  const scan = useBagLookup<BagInHand>({
    lines,
    isSent: isFrozen,
    first: kind ? null : t('entry.kindFirst'),
    find: (question) => client.processings.findBags.query(question),
    refuse: (bag, at) => {
      const refusal = kind && refusalOfBag({ kind, isOpenSystem }, bag, at, doneAt);
      return refusal ? words(refusal) : null;
    },
    notHere: (donationNo) => t('entry.notHere', { donationNo }),
    onBag: (bag) => change((before) => addBag(before, bag)),
  });
  useScanner({ onScan: (text) => void scan.take(text, false) });
  const refusals = useMemo(
    () =>
      new Map(
        lines.flatMap((bag) => {
          const refusal = kind && now && refusalOfBag({ kind, isOpenSystem }, bag, now, doneAt);
          return refusal ? [[bag.id, refusal] as const] : [];
        }),
      ),
    [lines, kind, isOpenSystem, now, doneAt],
  );
  const answers = kind
    ? lines.map((bag) => readAnswer(kind, bag, processing.answers[bag.id] ?? {}, processing.pieces))
    : [];
  const ended = answers.map((answer) => answer.ended);
  const missingOfEntry = useMissing({
    processing,
    refused: refusals.size,
    isRight: answers.every((answer) => answer.isRight),
    isPast: startedAt === null || (now !== null && startedAt.getTime() <= now.getTime() + 60_000),
  });
  const covers =
    missingOfEntry === null && kind && isDone
      ? digestOfCovers(
          processingCovers({ kind, device: processing.device, isOpenSystem, startedAt: doneAt, bags: ended }),
        )
      : null;
  const isAgreed = !isDone || (second !== null && second.covers === covers);
  const missing = command.isUnanswered
    ? null
    : scan.leaving
      ? lookupWords('leftOutFirst')
      : scan.isBusy
        ? lookupWords('busy', { count: scan.underWay })
        : (missingOfEntry ?? (isAgreed ? null : t('entry.needsSecond')));

  const follow = (sending: Promise<{ id: string }>) =>
    void sending.then(
      ({ id }) => scan.leave(() => router.push(`/processings?open=${id}`)),
      () => undefined,
    );
  function send() {
    if (missing || kind === null || isSending(command)) return;
    if (command.isUnanswered) return follow(command.sendAgain());
    follow(
      command.send(
        {
          kind,
          device: processing.device.trim(),
          words: processing.words.trim(),
          ...(kind === 'split' ? { isOpenSystem } : {}),
          unitIds: lines.map((bag) => bag.id),
          ...(doneAt ? { startedAt: doneAt } : {}),
          ...(isDone ? { end: { bags: ended, ...(second ? { second: toSecond(second) } : {}) } } : {}),
        },
        settleDraft,
      ),
    );
  }
  useKey('Ctrl Enter', send, { reach: 'form' });
  useKey('Esc', () => router.push('/processings'), { isEnabled: !isFrozen });
  const keys = useMemo(
    () => [
      { keys: 'F4', label: t('entry.keys.kind') },
      ...(kind === 'split' ? [{ keys: 'F6 F7', label: t('entry.keys.system') }] : []),
      { keys: 'F2', label: t('entry.keys.scan') },
      { keys: 'Ctrl Enter', label: t('entry.keys.submit') },
      { keys: 'Esc', label: t('entry.keys.back') },
    ],
    [t, kind],
  );

  return (
    <Page
      title={t('createTitle')}
      scroll="page"
      keys={keys}
      keyNote={<DraftNote state={draftState} />}
      actions={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          onClick={send}
          isPending={isSending(command)}
          disabledReason={missing}
        >
          {t(isDone ? 'entry.register' : 'entry.start', {
            kind: kind ? t(`options.kind.${kind}`) : '',
            count: lines.length,
          })}
        </Button>
      }
    >
      <LeftOut leaving={scan.leaving} />
      <EntryFrame command={command} definition={processingRecord}>
        <AboutPanel
          {...{ processing, change, startedAt, now }}
          devices={facts?.devices ?? []}
          onStartedAt={(at) => {
            setStartedAt(at);
            const isMoment = at !== null && !Number.isNaN(at.getTime());
            change((before) => ({ ...before, startedAt: isMoment ? at.toISOString() : null }));
          }}
        />
        <ScanPanel scan={scan} />
        <BagTable {...{ processing, change, refusals }} />
        {kind && (
          <Panel isPadded>
            <p className="text-13 text-ink-2">{t(isDone ? 'entry.doneNote' : 'entry.startNote')}</p>
            {isDone && (
              <SecondPerson
                definition={processingRecord}
                covers={covers}
                onSecond={setSecond}
                isPhoneAllowed={facts?.isSingleDutyAllowed ?? false}
                refuse={refuseSecond}
                now={now}
              />
            )}
          </Panel>
        )}
      </EntryFrame>
    </Page>
  );
}

interface Standing {
  readonly processing: Processing;
  /** Listed bags that may not be processed by this kind. */
  readonly refused: number;
  /** Parts and losses are those of the bags. */
  readonly isRight: boolean;
  readonly isPast: boolean;
}

/** What is missing before it can be sent or signed, in the order of the page; null: nothing is. */
function useMissing({ processing, refused, isRight, isPast }: Standing): string | null {
  const t = useTranslations('processings.entry');
  const { kind, lines, isDone } = processing;
  if (!kind) return t('needsKind');
  if (kind === 'split' && processing.isOpenSystem === null) return t('needsSystem');
  if (isDone && !isPast) return t('needsPast');
  if (lines.length === 0) return t('needsBags');
  if (lines.length > bagsAtOnce) return t('needsLess', { count: bagsAtOnce });
  if (refused > 0) return t('needsOthers');
  if (kindOf(kind).makes === 'pool' && checkPool(lines).length > 0) return t('needsPool');
  return isDone && !isRight ? t('needsParts') : null;
}
