'use client';
import { useQueryClient } from '@tanstack/react-query';
import X from 'lucide-react/icons/x';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { FailurePanel } from '@/components/record/failure-panel';
import { playTone } from '@/components/scan/scan-sounds';
import { useScanner } from '@/components/scan/use-scanner';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { DonationNumber } from '@/components/ui/donation-number';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { StatusMark } from '@/components/ui/status-mark';
import { TextInput } from '@/components/ui/text-input';
import { useKey } from '@/components/ui/use-key';
import { isProtectedFromRhd } from '@/domain/blood/compatibility-rhd';
import { type AgeBand, ageBands, unidentifiedRecipient } from '@/domain/clinical-issues/recipient';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './bag-words';
import { BloodOnItsWay } from './blood-on-its-way';
import { CandidateBags } from './candidate-bags';
import type { FirstScan } from './first-scan';
import { type FoundPatient, issueModule, type OfferedBag } from './issue-types';
import { moveOnByEnter } from './move-on-by-enter';
import { OverrideWarning } from './override-warning';
import { PatientSearch } from './patient-search';
import { PatientStrip } from './patient-strip';
import { ScanPlace } from './scan-place';
import { TypeCodeDialog } from './type-code-dialog';
import { useBagScan, type Who } from './use-bag-scan';
import type { Statement } from './use-issue-form';

const sexes = ['male', 'female', 'unknown'] as const;
const reasonWords = ['shock', 'postpartum', 'trauma', 'surgery'] as const;

/** Red-edged: four fields at most and one scan per bag. No quota, lock or second person stands in its way. */
export function EmergencyDesk() {
  const t = useTranslations('clinical-issues');
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const format = useFormat();
  const words = useBagWords();
  const now = useCityNow();
  const [kind, setKind] = useState<'unidentified' | 'registered'>('unidentified');
  const [patient, setPatient] = useState<FoundPatient | null>(null);
  const [scannedPatient, setScannedPatient] = useState<FirstScan | null>(null);
  const [label, setLabel] = useState('');
  const [sex, setSex] = useState<(typeof sexes)[number]>('unknown');
  const [ageBand, setAgeBand] = useState<AgeBand>('unknown');
  const [askedBy, setAskedBy] = useState('');
  const [reason, setReason] = useState('');
  const [bags, setBags] = useState<readonly OfferedBag[]>([]);
  const [overridden, setOverridden] = useState<readonly string[]>([]);
  const [statements, setStatements] = useState<readonly Statement[]>([]);
  const [isTyping, setIsTyping] = useState(false);
  const command = useCommand(trpc.clinicalIssues.emergency.mutationOptions());
  const isDone = command.state === 'saved';
  const isFrozen = command.isUnanswered;

  const who: Who | null = useMemo(
    () => (kind === 'registered' ? (patient ? { patientId: patient.id, isEmergency: true } : null) : { sex, ageBand }),
    [kind, patient, sex, ageBand],
  );
  const scanner = useBagScan({
    who,
    now,
    chosen: bags,
    // A double pull of the trigger may ask twice before the list has grown.
    onTake: (bag) =>
      setBags((before) => (before.some((other) => other.unitId === bag.unitId) ? before : [...before, bag])),
    onDrop: remove,
    onRecipientChange: clearBags,
    onPatient: (patientNo) => {
      if (patient) return patientNo.toUpperCase() === patient.mrn.toUpperCase();
      setKind('registered');
      setScannedPatient({ kind: 'patient', text: patientNo, isPerhapsBag: false });
      return true;
    },
    onBadge: () => undefined,
  });
  useScanner({
    onScan: (raw) => (isFrozen ? playTone('refuse') : scanner.scan(raw)),
    isEnabled: !isTyping && !isDone,
  });

  const missing = isFrozen
    ? null
    : scanner.isAsking
      ? t('form.missing.stop')
      : kind === 'registered' && !patient
        ? t('form.missing.patient')
        : scanner.isBusy
          ? t('form.missing.looking')
          : bags.length === 0
            ? t('emergency.missing.bags')
            : askedBy.trim() === ''
              ? t('emergency.missing.askedBy')
              : reason.trim() === ''
                ? t('emergency.missing.reason')
                : null;

  const follow = (sending: Promise<unknown>) =>
    void sending.then(
      () => client.invalidateQueries({ queryKey: trpc.clinicalIssues.pathKey() }),
      () => undefined,
    );
  function submit() {
    if (missing || isDone || isSending(command)) return;
    if (isFrozen) return follow(command.sendAgain());
    follow(
      command.send({
        patient:
          kind === 'registered' && patient
            ? { kind: 'registered', patientId: patient.id }
            : { kind: 'unidentified', label: label.trim(), sex, ageBand },
        askedBy: askedBy.trim(),
        reason: reason.trim(),
        unitIds: bags.map((bag) => bag.unitId),
        overriddenUnitIds: [...overridden],
        statements: [...statements],
      }),
    );
  }
  function remove(unitId: string) {
    setBags((before) => before.filter((bag) => bag.unitId !== unitId));
  }
  /** With the bags goes what was confirmed for them. */
  function clearBags() {
    setBags([]);
    setOverridden([]);
    setStatements([]);
  }
  /** Nobody is compared with a patient who is no longer in sight. */
  function forgetPatient() {
    setPatient(null);
    setScannedPatient(null);
  }
  useKey('Ctrl Enter', submit);
  useKey('Esc', () => router.push('/clinical-issues'), { isEnabled: !scanner.isAsking && !isFrozen });
  useKey('F2', () => setIsTyping(true), { isEnabled: !scanner.isAsking && !isDone && !isFrozen });
  useKey('Ctrl Z', () => {
    const last = bags.at(-1);
    if (isFrozen) playTone('refuse');
    else if (last) scanner.withdraw(last);
  });
  const keys = useMemo(
    () => [
      { keys: 'Enter', label: t('form.keys.next') },
      { keys: 'F2', label: t('form.keys.scan') },
      { keys: 'Ctrl Z', label: t('form.keys.undo') },
      { keys: 'Ctrl Enter', label: t('form.keys.submit') },
      { keys: 'Esc', label: t('form.keys.back') },
    ],
    [t],
  );

  if (isDone && command.result)
    return (
      <Page title={t('emergency.title')} scroll="page">
        <Banner
          tone="info"
          title={t('emergency.done', { no: command.result.no, count: command.result.bags })}
          action={
            <>
              <Link
                className={buttonClasses('secondary', 'dense')}
                href={`/clinical-issues/${command.result.id}/print`}
              >
                {t('form.print')}
              </Link>
              <Button
                variant="primary"
                size="dense"
                autoFocus
                onClick={() => {
                  clearBags();
                  scanner.beginAnew();
                  command.beginAnew();
                }}
              >
                {t('emergency.another')}
              </Button>
            </>
          }
        />
        <section className="border border-line-2 bg-surface px-3 py-2 text-13">
          <h2 className="text-14 font-bold">{t('emergency.todo')}</h2>
          <ul>
            {command.result.tasks.map((task) => (
              <li key={`${task.kind}-${task.dueAt.getTime()}`} className="flex h-7 items-center gap-3">
                <StatusMark tone="warn">{t(`tasks.${task.kind as 'second_signature'}`)}</StatusMark>
                {t('settle.open', { time: format.dateTime(task.dueAt) })}
              </li>
            ))}
          </ul>
        </section>
      </Page>
    );

  const isProtected = isProtectedFromRhd(unidentifiedRecipient(sex, ageBand));

  return (
    <Page title={t('emergency.title')} note={t('emergency.note')} keys={keys}>
      <BloodOnItsWay command={command} what="issue" />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: Enter is heard for the fields inside */}
      <div className="flex min-h-0 flex-1 gap-3 border-4 border-lv1 bg-surface p-3" onKeyDown={moveOnByEnter}>
        <div className="flex w-[348px] flex-none flex-col gap-3">
          <div
            inert={isFrozen}
            className="pale-when-inert -mx-1 flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto px-1"
          >
            {command.failure && !isFrozen && <FailurePanel definition={issueModule} failure={command.failure} />}
            <Field label={t('emergency.who')} layout="top" isGroup>
              <SegmentedControl
                items={[
                  { value: 'unidentified', label: t('emergency.unidentified') },
                  { value: 'registered', label: t('emergency.known') },
                ]}
                value={kind}
                onValueChange={(next) => {
                  setKind(next);
                  if (next === 'unidentified') forgetPatient();
                }}
              />
            </Field>
            {kind === 'registered' ? (
              patient ? (
                <PatientStrip patient={patient} now={now} onChange={forgetPatient} />
              ) : (
                <PatientSearch
                  scanned={scannedPatient}
                  now={now}
                  hint={t('emergency.whoHint')}
                  onFound={(found) => setPatient(found)}
                />
              )
            ) : (
              <>
                <Field label={t('emergency.label')} layout="top" isOptional>
                  <TextInput autoFocus value={label} onValueChange={setLabel} />
                </Field>
                <Field label={t('emergency.sexAge')} layout="top" isGroup>
                  <span className="flex flex-col gap-1">
                    <SegmentedControl
                      label={t('form.sexAge')}
                      items={sexes.map((value) => ({ value, label: t(`sex.${value}`) }))}
                      value={sex}
                      onValueChange={setSex}
                    />
                    <SegmentedControl
                      size="sm"
                      label={t('emergency.sexAge')}
                      items={ageBands.map((value) => ({ value, label: t(`ageBand.${value}`) }))}
                      value={ageBand}
                      onValueChange={setAgeBand}
                    />
                  </span>
                </Field>
                <p className="text-13">
                  <strong>{t('emergency.rule')}</strong>{' '}
                  {t(isProtected ? 'emergency.ruleProtected' : 'emergency.ruleOther')}
                </p>
              </>
            )}
            <Field label={t('emergency.askedBy')} layout="top">
              <TextInput value={askedBy} onValueChange={setAskedBy} placeholder={t('emergency.askedByHint')} />
            </Field>
            <Field label={t('emergency.reason')} layout="top">
              <TextInput value={reason} onValueChange={setReason} />
            </Field>
            <div className="flex flex-wrap gap-1">
              {reasonWords.map((word) => (
                <Button key={word} size="sm" onClick={() => setReason(t(`emergency.reasons.${word}`))}>
                  {t(`emergency.reasons.${word}`)}
                </Button>
              ))}
            </div>
          </div>
          <div className="flex-none">
            <p className="mb-2 text-12 text-ink-2">{t('emergency.signature')}</p>
            <Button
              variant="primary"
              size="lg"
              className="w-full"
              kbd="Ctrl Enter"
              disabledReason={missing}
              isPending={isSending(command)}
              onClick={submit}
            >
              {isSending(command)
                ? t('form.sending.now')
                : t(isFrozen ? 'form.sending.again' : 'emergency.submit', { count: bags.length })}
            </Button>
          </div>
        </div>
        <div inert={isFrozen} className="pale-when-inert flex min-h-0 min-w-0 flex-1 flex-col gap-2">
          <ScanPlace
            scanner={scanner}
            patient={patient}
            chosen={bags.length}
            now={now}
            renderWarning={({ bag }) => (
              <OverrideWarning
                key={bag.unitId}
                isEmergency
                bag={bag}
                reason={reason}
                onGoOn={(why, said) => {
                  setReason((before) => before || why);
                  setOverridden((before) => [...new Set([...before, bag.unitId])]);
                  setStatements((before) => [...new Set([...before, ...said])]);
                  scanner.choose();
                }}
                onBack={scanner.decline}
              />
            )}
            onPutAway={scanner.putAway}
          />
          {bags.length > 0 && (
            <ul className="flex-none border border-line-2">
              {bags.map((bag, index) => (
                <li key={bag.unitId} className="flex h-9 items-center gap-3 border-b border-line px-2 text-13">
                  <span className="w-5 text-right text-ink-3">{index + 1}</span>
                  <GroupPlate abo={bag.abo} rhd={bag.rhd} />
                  <span>
                    {words.component(bag)} {words.amount(bag)}
                  </span>
                  <DonationNumber donationNo={bag.donationNo} />
                  {bag.reservedFor === 'another-patient' && (
                    <StatusMark tone="warn">{t('warn.takenFromOther')}</StatusMark>
                  )}
                  <span className="ml-auto">
                    <IconButton
                      label={`${t('form.remove')} ${index + 1}`}
                      icon={<Icon of={X} />}
                      onClick={() => scanner.withdraw(bag)}
                    />
                  </span>
                </li>
              ))}
            </ul>
          )}
          {who && (
            <CandidateBags
              who={who}
              chosen={bags.map((bag) => bag.unitId)}
              now={now}
              isDisabled={scanner.isAsking}
              onChoose={scanner.offer}
            />
          )}
        </div>
      </div>
      {isTyping && <TypeCodeDialog onTyped={scanner.look} onClose={() => setIsTyping(false)} />}
    </Page>
  );
}
