'use client';
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
import { outboundCovers } from '@/domain/other-outbounds/covers';
import { isJourney } from '@/domain/other-outbounds/kinds';
import { outboundRecord } from '@/domain/other-outbounds/record';
import { refusalOfBag, refuseSecond } from '@/domain/other-outbounds/rules';
import { ownDraft } from '@/domain/own-draft';
import { digestOfCovers } from '@/domain/signatures/covers';
import type { LeavingBag } from '@/server/modules/other-outbounds/load';
import { AboutPanel } from './about-panel';
import { LeavingScan } from './leaving-scan';
import { LeavingTable } from './leaving-table';
import { toRegister, useMissing } from './missing';
import { type FilledEntry, markTaken, RedistributedEntry } from './redistributed-entry';

import { useDestinations } from './use-destinations';
import { addBags, useOutbound } from './use-outbound';

/** @param redistributionId short-dated bags that another hospital took: the entry is filled in from there. */
export function OutboundDesk({ redistributionId }: { redistributionId?: string }) {
  const t = useTranslations('other-outbounds');
  const trpc = useTRPC();
  const draft = useStoredDraft(
    trpc.otherOutbounds.draft.queryOptions({ subjectId: redistributionId ?? ownDraft }),
    trpc.otherOutbounds.saveDraft.mutationKey(),
  );
  if (!redistributionId)
    return (
      <DraftGate title={t('createTitle')} definition={outboundRecord} draft={draft}>
        {(stored) => <Entry draft={stored} filled={null} />}
      </DraftGate>
    );
  return (
    <DraftGate title={t('createTitle')} definition={outboundRecord} draft={draft}>
      {(stored) => (
        <RedistributedEntry redistributionId={redistributionId}>
          {(filled) => <Entry draft={stored} filled={filled} />}
        </RedistributedEntry>
      )}
    </DraftGate>
  );
}

/** Kind and reason, bags by scan with zero clicks between them, the second person where the bags end here; then all of it at once. */
function Entry({ draft, filled }: { draft: OpenDraft | null; filled: FilledEntry | null }) {
  const t = useTranslations('other-outbounds');
  const router = useRouter();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const words = useViolationWords(outboundRecord);
  const lookupWords = useTranslations('ui.bagLookup');
  const now = useCityNow(30_000);
  const command = useCommand(trpc.otherOutbounds.register.mutationOptions());
  const isFrozen = command.isClosed;
  const { outbound, change, draftState, settleDraft } = useOutbound(draft, command, filled);
  const { destinations, toOrgId, nameOf, isSingleDutyAllowed } = useDestinations(outbound);
  const [second, setSecond] = useState<Second | null>(null);
  const [destroyedAt, setDestroyedAt] = useState<Date | null>(() =>
    outbound.destroyedAt ? new Date(outbound.destroyedAt) : null,
  );
  const { kind, lines } = outbound;
  const refusals = useMemo(
    () =>
      new Map(
        lines.flatMap((bag) => {
          const refusal = kind && now && refusalOfBag(kind, { ...bag, isHere: true }, now);
          return refusal ? [[bag.id, refusal] as const] : [];
        }),
      ),
    [lines, kind, now],
  );
  const scan = useBagLookup<LeavingBag>({
    lines,
    isSent: isFrozen,
    first: kind ? null : t('entry.kindFirst'),
    find: async (question) => markTaken(await client.otherOutbounds.findBags.query(question), filled),
    refuse: (bag, at) => {
      const refusal = kind && refusalOfBag(kind, { ...bag, isHere: true }, at);
      return refusal ? words(refusal) : null;
    },
    notHere: (donationNo) => t('entry.notHere', { donationNo }),
    onBag: (bag) => change((before) => addBags(before, [bag])),
  });
  useScanner({ onScan: (text) => void scan.take(text, false) });
  const missingOfEntry = useMissing({ outbound, toOrgId, destroyedAt, now, refused: refusals.size });
  const covers = missingOfEntry === null ? digestOfCovers(outboundCovers(toRegister(outbound))) : null;
  const needsSecond = kind !== null && !isJourney(kind);
  const isAgreed = !needsSecond || (second !== null && second.covers === covers);
  const missing = command.isUnanswered
    ? null
    : scan.leaving
      ? lookupWords('leftOutFirst')
      : scan.isBusy
        ? lookupWords('busy', { count: scan.underWay })
        : (missingOfEntry ?? (isAgreed ? null : t('entry.needsSecond')));

  const follow = (sending: Promise<{ id: string }>) =>
    void sending.then(
      ({ id }) => scan.leave(() => router.push(`/other-outbounds?open=${id}`)),
      () => undefined,
    );
  function send() {
    if (missing || kind === null || isSending(command)) return;
    if (command.isUnanswered) return follow(command.sendAgain());
    follow(
      command.send(
        {
          ...toRegister(outbound),
          ...(needsSecond ? {} : { toOrgId, carrier: outbound.carrier, carrierPhone: outbound.carrierPhone }),
          ...(filled && kind === 'transfer' ? { redistributionId: filled.id } : {}),
          ...(kind === 'discard' ? { destroyedAt, destroyMethod: outbound.destroyMethod } : {}),
          ...(needsSecond && second ? { second: toSecond(second) } : {}),
        },
        settleDraft,
      ),
    );
  }
  useKey('Ctrl Enter', send, { reach: 'form' });
  useKey('Esc', () => router.push('/other-outbounds'), { isEnabled: !isFrozen });
  const keys = useMemo(
    () => [
      { keys: 'F4', label: t('entry.keys.kind') },
      { keys: 'F2', label: t('entry.keys.scan') },
      { keys: 'F6', label: t('entry.keys.shelf') },
      { keys: 'Ctrl Enter', label: t('entry.keys.submit') },
      { keys: 'Esc', label: t('entry.keys.back') },
    ],
    [t],
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
          {t('entry.submit', { kind: kind ? t(`options.kind.${kind}`) : '', count: lines.length })}
        </Button>
      }
    >
      <LeftOut leaving={scan.leaving} />
      <EntryFrame command={command} definition={outboundRecord}>
        <AboutPanel
          {...{ outbound, change, destinations, toOrgId, destroyedAt, now }}
          onDestroyedAt={(at) => {
            setDestroyedAt(at);
            const isMoment = at !== null && !Number.isNaN(at.getTime());
            change((before) => ({ ...before, destroyedAt: isMoment ? at.toISOString() : null }));
          }}
        />
        <LeavingScan
          outbound={outbound}
          isFrozen={isFrozen}
          scan={scan}
          onBags={(bags) => change((before) => addBags(before, bags))}
        />
        <LeavingTable
          lines={lines}
          refusals={refusals}
          onRemove={(id) => change((before) => ({ ...before, lines: before.lines.filter((line) => line.id !== id) }))}
        />
        {kind && (
          <Panel isPadded>
            <p className="text-13 text-ink-2">
              {needsSecond
                ? t('entry.endNote')
                : t('entry.journeyNote', { who: nameOf(toOrgId) || t('fields.partyOrgId') })}
            </p>
            {needsSecond && (
              <SecondPerson
                definition={outboundRecord}
                covers={covers}
                onSecond={setSecond}
                isPhoneAllowed={isSingleDutyAllowed}
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
