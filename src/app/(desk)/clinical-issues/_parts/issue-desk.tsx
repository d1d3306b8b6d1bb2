'use client';
import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { DraftNote } from '@/app/_client/draft-note';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { DraftGate } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { useSigning } from '@/app/_signing/use-signing';
import { AutologousFirst } from '@/app/(desk)/autologous-transfusions/_parts/autologous-first';
import { FailurePanel } from '@/components/record/failure-panel';
import { playTone } from '@/components/scan/scan-sounds';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { useKey } from '@/components/ui/use-key';
import { refuseApprover, refuseCollector } from '@/domain/clinical-issues/staff';
import { useFormat } from '@/i18n/provider';
import { ApprovalPanel, type ApproverPart, neededParts, type PhoneCalls } from './approval-panel';
import { BloodOnItsWay } from './blood-on-its-way';
import { CandidateBags } from './candidate-bags';
import { ChecksPanel } from './checks-panel';
import { ChosenBags } from './chosen-bags';
import { CrossmatchDialog } from './crossmatch-dialog';
import { type FoundPatient, issueModule } from './issue-types';
import { KeptBags } from './kept-bags';
import { moveOnByEnter } from './move-on-by-enter';
import { OverrideWarning } from './override-warning';
import { PatientStrip } from './patient-strip';
import { PlacePanel } from './place-panel';
import { ScanPlace } from './scan-place';
import { SignaturesPanel } from './signatures-panel';
import { TypeCodeDialog } from './type-code-dialog';
import { useBagScan } from './use-bag-scan';
import { type OpenedDraft, useIssueDraft, useOpenedDraft } from './use-issue-draft';
import { carryOver, useIssueForm } from './use-issue-form';
import { useIssueRequest } from './use-issue-request';
import { useMissing } from './use-missing';

type IssueDeskProps = {
  patient: FoundPatient;
  isSingleDutyAllowed: boolean;
  /** What it is opened for: chosen as soon as it is known to be open. */
  requestId?: string | null;
  onLeave: () => void;
  onBack: () => void;
};

/** Opens once it is known what an earlier sitting left for this patient. */
export function IssueDesk(props: IssueDeskProps) {
  const t = useTranslations('clinical-issues.form');
  const opened = useOpenedDraft(props.patient);
  return (
    <DraftGate title={t('title')} note={t('draftNo')} definition={issueModule} draft={opened}>
      {() => <OpenIssueDesk {...props} opened={opened.data ?? null} />}
    </DraftGate>
  );
}

type OpenIssueDeskProps = IssueDeskProps & { opened: OpenedDraft | null };

/** One issue to one patient: scanning never waits for a click, and the button says what is still missing. */
function OpenIssueDesk({ patient, isSingleDutyAllowed, requestId, opened, onLeave, onBack }: OpenIssueDeskProps) {
  const t = useTranslations('clinical-issues.form');
  const trpc = useTRPC();
  const client = useQueryClient();
  const format = useFormat();
  const now = useCityNow();
  const clock = useRef(now);
  clock.current = now;
  const present = () => clock.current ?? new Date(0);

  const form = useIssueForm(patient, opened);
  const signing = useSigning<'issuer' | 'collector'>(now, { refuse: { collector: refuseCollector } });
  const approving = useSigning<ApproverPart>(now, {
    isApart: true,
    refuse: {
      physician: (signer, actingId) => refuseApprover(signer, 'physician', actingId),
      reviewer: (signer, actingId) => refuseApprover(signer, 'reviewer', actingId),
    },
  });
  const asked = useIssueRequest(patient, form, now, requestId ?? null);
  const [calls, setCalls] = useState<PhoneCalls>({});
  const [crossmatching, setCrossmatching] = useState<string | null>(null);
  const [isTyping, setIsTyping] = useState(false);
  const register = useCommand(trpc.clinicalIssues.register.mutationOptions());
  const reserve = useCommand(trpc.clinicalIssues.reserve.mutationOptions());
  const isDone = register.state === 'saved' || reserve.state === 'saved';
  const isFrozen = register.isUnanswered || reserve.isUnanswered;
  const { draftState, settleDraft } = useIssueDraft(patient, opened, form, {
    isOpen: !isDone,
    isSent: isFrozen,
    entryKeys: [register.key, reserve.key],
  });
  const who = useMemo(() => ({ patientId: patient.id }), [patient.id]);

  const scanner = useBagScan({
    who,
    now,
    chosen: form.lines.map(({ bag }) => bag),
    leftOut: opened?.restored.leftOut ?? [],
    onTake: form.add,
    onDrop: form.remove,
    onPatient: (patientNo) => patientNo.toUpperCase() === patient.mrn.toUpperCase(),
    onBadge: (badge) => {
      const signature = { method: 'badge' as const, badge };
      if (missing.isReadyToSign && signing.fits('issuer', form.covers))
        void signing.sign('collector', signature, form.covers).then((isSigned) => playTone(isSigned ? 'ok' : 'refuse'));
      else playTone('refuse');
    },
  });
  const { isAsking, isBusy } = scanner;
  const missing = useMissing({ form, asked, signing, approving, calls, isAsking, isBusy });
  useScanner({
    onScan: (raw) => (isFrozen ? playTone('refuse') : scanner.scan(raw)),
    isEnabled: crossmatching === null && !isTyping && !isDone,
  });

  function submit() {
    if (isDone || isSending(register) || reserve.isUnanswered) return;
    if (register.isUnanswered) return void register.sendAgain().then(refresh, () => undefined);
    if (missing.reason) return;
    const issuer = signing.fits('issuer', form.covers);
    const collector = signing.fits('collector', form.covers);
    if (!issuer || !collector) return;
    void register
      .send(
        {
          patientId: patient.id,
          ...form.place,
          ...(form.requestId ? { requestId: form.requestId } : {}),
          ...(form.requestId && form.overRequestReason.trim() !== ''
            ? { overRequestReason: form.overRequestReason.trim() }
            : {}),
          dutyMode: form.dutyMode,
          lines: form.lines.map(({ bag, entry, appearance, crossmatch }) => ({
            unitId: bag.unitId,
            entry,
            appearance,
            ...(crossmatch ? { crossmatch } : {}),
          })),
          checks: [...form.checks],
          ...(form.screen ? { antibodyScreen: form.screen } : {}),
          ...(form.overridden.length > 0 ? { approval: approvalOf() } : {}),
          signatures: { issuer: issuer.token, collector: collector.token },
        },
        settleDraft,
      )
      .then(refresh, () => undefined);
  }

  function approvalOf() {
    const given: Partial<Record<ApproverPart, { token: string } | { phone: { staffNo: string; at: Date } }>> = {};
    for (const part of neededParts(form)) {
      const signed = approving.fits(part, form.approvalCovers);
      const call = calls[part];
      if (signed) given[part] = { token: signed.token };
      else if (call?.at) given[part] = { phone: { staffNo: call.staffNo, at: call.at } };
    }
    return { reason: form.reason, statements: [...form.statements], ...given };
  }

  function keep() {
    if (isDone || isSending(reserve) || register.isUnanswered) return;
    if (reserve.isUnanswered) return void reserve.sendAgain().then(refresh, () => undefined);
    if (missing.toReserve) return;
    void reserve
      .send(
        {
          patientId: patient.id,
          requestNo: form.place.requestNo,
          dutyMode: form.dutyMode,
          lines: form.lines.map(({ bag, crossmatch }) => ({
            unitId: bag.unitId,
            ...(crossmatch ? { crossmatch } : {}),
          })),
        },
        settleDraft,
      )
      .then(refresh, () => undefined);
  }

  const refresh = () => client.invalidateQueries({ queryKey: trpc.clinicalIssues.pathKey() });
  const editing = form.lines.find(({ bag }) => bag.unitId === crossmatching);
  /** The next that lacks one; else the last that has one, for a change. */
  const openCrossmatch = () => {
    const recorded = form.lines.findLast(({ crossmatch }) => crossmatch);
    setCrossmatching((form.needsCrossmatch[0] ?? recorded)?.bag.unitId ?? null);
  };

  useKey('Ctrl Enter', submit);
  useKey('Esc', onBack, { isEnabled: !isAsking && !isFrozen });
  useKey('F2', () => setIsTyping(true), { isEnabled: !isAsking && !isDone && !isFrozen });
  useKey('F6', openCrossmatch, { isEnabled: !isDone && !isFrozen });
  useKey('Ctrl Z', () => {
    if (isFrozen) return playTone('refuse');
    const last = form.lines.at(-1);
    if (last) scanner.withdraw(last.bag);
  });
  const keys = useMemo(
    () => [
      { keys: 'Enter', label: t('keys.next') },
      { keys: 'F2', label: t('keys.scan') },
      { keys: 'F6', label: t('keys.crossmatch') },
      { keys: 'Ctrl Z', label: t('keys.undo') },
      { keys: 'Ctrl Enter', label: t('keys.submit') },
      { keys: 'Esc', label: t('keys.back') },
    ],
    [t],
  );

  if (isDone)
    return (
      <Page title={t('title')} note={patient.name} scroll="page">
        <Banner
          tone="info"
          title={
            register.result
              ? t('done', { no: register.result.no, count: register.result.bags })
              : t('reserved', {
                  count: reserve.result?.reservations.length ?? 0,
                  time: format.dateTime(reserve.result?.reservations[0]?.releaseAt ?? new Date(0)),
                })
          }
          action={
            <>
              {register.result && (
                <Link
                  className={buttonClasses('secondary', 'dense')}
                  href={`/clinical-issues/${register.result.id}/print`}
                >
                  {t('print')}
                </Link>
              )}
              <Button variant="primary" size="dense" autoFocus onClick={onLeave}>
                {t('next')}
              </Button>
            </>
          }
        />
      </Page>
    );

  const failure = register.failure ?? reserve.failure;
  return (
    <Page title={t('title')} note={t('draftNo')} keys={keys} keyNote={<DraftNote state={draftState} />}>
      <BloodOnItsWay command={register} what="issue" />
      <BloodOnItsWay command={reserve} what="reserve" />
      <div inert={isFrozen} className="pale-when-inert flex-none">
        <PatientStrip patient={patient} now={now} onChange={onLeave} />
      </div>
      <AutologousFirst patientId={patient.id} />
      {opened && !opened.entry && <Banner tone="warn" title={t('draftUnread')} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter is heard for the fields inside */}
      <div className="flex min-h-0 flex-1 gap-3" onKeyDown={moveOnByEnter}>
        <div inert={isFrozen} className="pale-when-inert flex min-h-0 min-w-0 flex-1 flex-col gap-2">
          <ScanPlace
            scanner={scanner}
            patient={patient}
            chosen={form.lines.length}
            now={now}
            renderWarning={({ bag }) => (
              <OverrideWarning
                key={bag.unitId}
                bag={bag}
                reason={form.reason}
                onGoOn={(reason, said) => {
                  form.setReason(reason);
                  form.setStatements((before) => [...new Set([...before, ...said])]);
                  scanner.choose();
                }}
                onBack={scanner.decline}
              />
            )}
            onPutAway={(item) => {
              scanner.putAway(item);
              form.forgetUnchecked(item.donationNo);
            }}
          />
          <KeptBags
            patientId={patient.id}
            requestId={form.requestId}
            chosen={form.unitIds}
            isDisabled={isAsking}
            onTake={(bags) => bags.forEach(scanner.offer)}
          />
          <ChosenBags
            lines={form.lines}
            now={now}
            onCrossmatch={setCrossmatching}
            onAppearance={(unitId, appearance) => form.change(unitId, { appearance })}
            onRemove={scanner.withdraw}
          />
          <CandidateBags who={who} chosen={form.unitIds} now={now} isDisabled={isAsking} onChoose={scanner.offer} />
        </div>
        <div className="flex w-[372px] flex-none flex-col gap-2">
          <div inert={isFrozen} className="pale-when-inert flex min-h-0 flex-1 flex-col gap-2 overflow-y-auto">
            {failure && !isFrozen && <FailurePanel definition={issueModule} failure={failure} />}
            <PlacePanel form={form} asked={asked} now={now} />
            <ChecksPanel form={form} readNow={present} />
            {form.overridden.length > 0 && (
              <ApprovalPanel form={form} signing={approving} calls={calls} onCalls={setCalls} now={now} />
            )}
            <SignaturesPanel
              form={form}
              signing={signing}
              isSingleDutyAllowed={isSingleDutyAllowed}
              isReady={missing.isReadyToSign}
            />
          </div>
          <div className="flex flex-none flex-wrap gap-2">
            <Button
              size="lg"
              isDisabled={register.isUnanswered}
              disabledReason={reserve.isUnanswered ? null : missing.toReserve}
              isPending={isSending(reserve)}
              onClick={keep}
            >
              {isSending(reserve)
                ? t('sending.now')
                : t(reserve.isUnanswered ? 'sending.again' : 'reserve', { count: form.lines.length })}
            </Button>
            <Button
              variant="primary"
              size="lg"
              className="flex-1"
              kbd="Ctrl Enter"
              isDisabled={reserve.isUnanswered}
              disabledReason={register.isUnanswered ? null : missing.reason}
              isPending={isSending(register)}
              onClick={submit}
            >
              {isSending(register)
                ? t('sending.now')
                : t(register.isUnanswered ? 'sending.again' : 'submit', { count: form.lines.length })}
            </Button>
          </div>
        </div>
      </div>
      {editing && (
        <CrossmatchDialog
          key={editing.bag.unitId}
          bag={editing.bag}
          carried={editing.crossmatch ?? carryOver(form.lines)}
          recorded={editing.crossmatch}
          needsAntiglobulin={patient.antibodies.length > 0 || form.screen?.result === 'positive'}
          isSingleDuty={form.dutyMode === 'single'}
          now={now}
          hasNext={form.needsCrossmatch.some(({ bag }) => bag.unitId !== editing.bag.unitId)}
          onSave={(crossmatch) => {
            form.change(editing.bag.unitId, { crossmatch });
            const next = form.needsCrossmatch.find(({ bag }) => bag.unitId !== editing.bag.unitId);
            setCrossmatching(next?.bag.unitId ?? null);
          }}
          onClose={() => setCrossmatching(null)}
        />
      )}
      {isTyping && <TypeCodeDialog onTyped={scanner.look} onClose={() => setIsTyping(false)} />}
    </Page>
  );
}
