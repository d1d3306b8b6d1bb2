'use client';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import SuperJSON from 'superjson';
import { useLocale, useTranslations } from 'use-intl';
import { z } from 'zod';
import { DraftNote } from '@/app/_client/draft-note';
import { EntryFrame } from '@/app/_client/entry-frame';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { ReasonField } from '@/app/_dialogs/reason-field';
import { LeftOut } from '@/app/_scan/left-out';
import { useLateLabels } from '@/app/_scan/use-late-labels';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { type Second, SecondPerson } from '@/app/_signing/second-person';
import { labelledOf } from '@/components/scan/late-labels';
import { playTone } from '@/components/scan/scan-sounds';
import { TypedCode } from '@/components/scan/typed-code';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { GroupPlate } from '@/components/ui/group-plate';
import { Panel } from '@/components/ui/panel';
import { useKey } from '@/components/ui/use-key';
import { type BloodComponent, componentCatalogue, componentName, formatAmount } from '@/domain/blood/components';
import { ownDraft } from '@/domain/own-draft';
import { digestOfCovers } from '@/domain/signatures/covers';
import { relabellingRecord } from '@/domain/station-stock/record';
import { type RelabelledBag, refuseChecker, relabelCovers } from '@/domain/station-stock/relabel';
import {
  emptyRelabelScan,
  type RelabelEntry,
  type RelabelScan,
  removeEntry,
} from '@/domain/station-stock/relabel-scan';
import { relabelledAtOnce } from '@/domain/station-stock/relabel-schema';
import { differingSisters } from '@/domain/station-stock/sisters';
import { useFormat } from '@/i18n/provider';
import { askedOf, faultsOf, type KnownLabels, linesOf, noneKnown } from './relabel-lines';
import { RelabelTable } from './relabel-table';
import { useRelabel } from './use-relabel';

const components: readonly BloodComponent[] = componentCatalogue;

const draftBody = z.object({ reason: z.string(), scans: z.unknown() });

/** What an earlier sitting left; nothing for what an older release wrote otherwise. */
function openScans(packed: unknown): RelabelScan {
  try {
    const scans = SuperJSON.deserialize<Partial<RelabelScan> | null>(
      packed as Parameters<typeof SuperJSON.deserialize>[0],
    );
    // What was in a hand then is in none now.
    return Array.isArray(scans?.entries) ? { entries: scans.entries, current: null } : emptyRelabelScan;
  } catch {
    return emptyRelabelScan;
  }
}

/** 改贴: the old label, then the four codes of the new one, bag after bag with no click between them; two sign, and all of it goes at once. */
export function RelabelDesk() {
  const t = useTranslations('relabellings');
  const trpc = useTRPC();
  const draft = useStoredDraft(
    trpc.relabellings.draft.queryOptions({ subjectId: ownDraft }),
    trpc.relabellings.saveDraft.mutationKey(),
  );
  return (
    <DraftGate title={t('relabelTitle')} definition={relabellingRecord} draft={draft}>
      {(stored) => <Entry draft={stored} />}
    </DraftGate>
  );
}

function Entry({ draft }: { draft: OpenDraft | null }) {
  const t = useTranslations('relabellings.entry');
  const title = useTranslations('relabellings')('relabelTitle');
  const kinds = useTranslations('station-stock.scanProblems.kinds');
  const lookupWords = useTranslations('ui.bagLookup');
  const router = useRouter();
  const trpc = useTRPC();
  const now = useCityNow(30_000);
  const labels = useQuery(trpc.stationStock.readLabels.queryOptions({}));
  const products = labels.data?.products;
  const { mutate: reportUnknown } = useMutation(trpc.products.report.mutationOptions());
  const onUnknown = useCallback(
    (productCode: string) => reportUnknown({ data: { productCode, place: 'station-stock' } }),
    [reportUnknown],
  );
  const [opened] = useState(() => draftBody.safeParse(draft?.body).data);
  const [scans, setScans] = useState<RelabelScan>(() => openScans(opened?.scans));
  const [reason, setReason] = useState(opened?.reason ?? '');
  const [second, setSecond] = useState<Second | null>(null);
  const command = useCommand(trpc.relabellings.post.mutationOptions());
  const isFrozen = command.isClosed;
  const { draftState, settleDraft } = useDraft({
    stored: draft,
    body: { reason, scans: SuperJSON.serialize(scans) },
    isEmpty: scans.entries.length === 0 && scans.current === null && reason === '',
    isOpen: command.state !== 'saved',
    isSent: command.isUnanswered,
    entryKeys: [command.key],
    saving: trpc.relabellings.saveDraft.mutationOptions(),
    subjectId: ownDraft,
  });
  const scanner = useRelabel({ scans, onScans: setScans, products, onUnknown });
  const late = useLateLabels([
    ...labelledOf(scans.entries.map(({ label }) => label)),
    ...scans.entries.map(({ bag }) => bag),
  ]);
  function take(text: string, isManual: boolean): Promise<boolean> {
    if (!isFrozen) {
      late.settle();
      return scanner.take(text, isManual);
    }
    const isLeftOut = late.hear(text);
    if (isLeftOut) scanner.tell(t('sent'), 'refuse');
    else playTone('duplicate');
    return Promise.resolve(!isLeftOut);
  }
  useScanner({ onScan: (text) => void take(text, false) });

  const { entries } = scans;
  const isAskable = entries.length > 0 && entries.length <= relabelledAtOnce;
  const asked = useQuery({
    ...trpc.relabellings.newLabels.queryOptions({ lines: askedOf(entries) }, { placeholderData: keepPreviousData }),
    enabled: isAskable && !isFrozen,
  });
  const facts = isAskable ? asked.data : undefined;
  const known = useMemo(() => (facts ? new Map(facts.map((fact) => [fact.unitId, fact])) : noneKnown), [facts]);
  const isKnown = asked.isSuccess && !asked.isPlaceholderData;
  const lines = useMemo(() => linesOf(entries, known), [entries, known]);
  const faults = useMemo(
    () => (now && products ? faultsOf(entries, products, now, known) : new Map()),
    [entries, products, now, known],
  );
  const body = { lines, reason: reason.trim() };
  const missingOfEntry = missing();
  function missing(): string | null {
    if (scanner.isBusy) return lookupWords('busy', { count: 1 });
    if (scans.current) return t('needsRest');
    if (entries.length === 0) return t('needsBags');
    if (entries.length > relabelledAtOnce) return t('needsLess', { count: relabelledAtOnce });
    if (faults.size > 0) return t('faulty', { count: faults.size });
    if (!isKnown) return t(asked.isError ? 'labelsUnknown' : 'askingLabels');
    return body.reason.length < 2 ? t('reasonMissing') : null;
  }
  const covers = missingOfEntry === null ? digestOfCovers(relabelCovers(body)) : null;
  const blocked = command.isUnanswered
    ? null
    : late.leaving
      ? lookupWords('leftOutFirst')
      : (missingOfEntry ?? (second?.by === 'token' && second.covers === covers ? null : t('needsSecond')));

  function send() {
    if (blocked || isSending(command)) return;
    const sending = command.isUnanswered
      ? command.sendAgain()
      : command.send(
          { ...body, ...(second?.by === 'token' ? { second: { by: 'token' as const, token: second.token } } : {}) },
          settleDraft,
        );
    void sending.then(
      ({ id }) => late.leave(() => router.push(`/station-stock/relabellings?open=${id}`)),
      // What was refused may be so for what others did meanwhile: the labels are asked for again, and signed again.
      () => void asked.refetch(),
    );
  }
  useKey('Ctrl Enter', send, { reach: 'form' });
  useKey('Esc', () => router.push('/station-stock/relabellings'), { isEnabled: !isFrozen });
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
      title={title}
      scroll="page"
      keys={keys}
      keyNote={<DraftNote state={draftState} />}
      actions={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          onClick={send}
          isPending={isSending(command)}
          disabledReason={blocked}
        >
          {t('submit', { count: entries.length })}
        </Button>
      }
    >
      <LeftOut leaving={late.leaving} />
      <EntryFrame command={command} definition={relabellingRecord}>
        <Panel title={t('scan')} note={t(scans.current ? 'fresh' : 'old')} isFocused isPadded>
          <TypedCode label={t('scan')} isFocusedFirst onTake={(raw) => take(raw, true)}>
            {scans.current && <Button onClick={scanner.giveUp}>{t('giveUp')}</Button>}
          </TypedCode>
          <Last scanner={scanner} bag={scans.current?.bag ?? null} />
          {scanner.asked && (
            <span className="flex items-center gap-2">
              {scanner.asked.map((part) => (
                <Button key={part.kind} size="sm" onClick={() => scanner.choose(part)}>
                  {kinds(part.kind)}
                </Button>
              ))}
            </span>
          )}
        </Panel>
        <RelabelTable
          entries={entries}
          faults={faults}
          known={known}
          onRemove={(unitId) => setScans((before) => removeEntry(before, unitId))}
        />
        <Panel isPadded>
          <ReasonField label={t('reason')} dictionary="relabel" value={reason} onValueChange={setReason} />
          <p className="mt-2 text-13 text-ink-2">{t('signNote')}</p>
          <Beside entries={entries} known={known} />
          {asked.isError && !isFrozen && (
            <p role="alert" className="mt-2 flex items-center gap-3 text-13 text-stop">
              {t('labelsUnknown')}
              <Button size="sm" onClick={() => void asked.refetch()}>
                {t('askAgain')}
              </Button>
            </p>
          )}
          <SecondPerson
            definition={relabellingRecord}
            covers={covers}
            onSecond={setSecond}
            isPhoneAllowed={false}
            refuse={refuseChecker}
            now={now}
          />
        </Panel>
      </EntryFrame>
    </Page>
  );
}

/** What both sign besides the labels: that the donations have other bags, and that a group differs. */
function Beside({ entries, known }: { entries: readonly RelabelEntry[]; known: KnownLabels }) {
  const t = useTranslations('relabellings.entry');
  const shared = entries.filter(({ bag }) => (known.get(bag.id)?.sisters.length ?? 0) > 0);
  const differing = shared.filter(({ bag }) => differingSisters(bag, known.get(bag.id)?.sisters ?? []).length > 0);
  if (shared.length === 0) return null;
  if (differing.length === 0) return <p className="mt-2 text-14">{t('signBeside', { count: shared.length })}</p>;
  return (
    <Banner tone="warn" className="mt-2">
      {t('signBeside', { count: shared.length })} {t('signDiffering', { count: differing.length })}
    </Banner>
  );
}

/** The bag in hand by its old label, what the last code did, and what is to be scanned next. */
function Last({ scanner: { told }, bag }: { scanner: ReturnType<typeof useRelabel>; bag: RelabelledBag | null }) {
  const t = useTranslations('relabellings.entry');
  const locale = useLocale();
  const format = useFormat();
  const component = components.find((candidate) => candidate.code === bag?.component);
  return (
    <>
      {bag && (
        <p className="flex items-center gap-3 pt-2 text-14">
          <span className="text-ink-2">{t('columns.old')}</span>
          <DonationNumber donationNo={bag.donationNo} />
          <span className="font-code">{bag.productCode}</span>
          <GroupPlate abo={bag.abo} rhd={bag.rhd} size="xs" />
          {component && <span>{componentName(component, locale)}</span>}
          {component && <span>{formatAmount(bag.amount, component, locale)}</span>}
          <span>{format.dateTime(bag.expiresAt)}</span>
        </p>
      )}
      <p role="status" className={told?.isRefusal ? 'py-1 text-16 font-bold text-stop' : 'py-1 text-16 font-bold'}>
        {told?.text ?? t(bag ? 'fresh' : 'old')}
      </p>
    </>
  );
}
