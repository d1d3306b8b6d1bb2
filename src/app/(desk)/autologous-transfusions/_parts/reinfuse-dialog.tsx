'use client';
import X from 'lucide-react/icons/x';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { type Second, SecondPerson } from '@/app/_signing/second-person';
import { useViolationWords } from '@/components/record/violation-words';
import { playTone } from '@/components/scan/scan-sounds';
import { useScanner } from '@/components/scan/use-scanner';
import { Button } from '@/components/ui/button';
import { CodeInput } from '@/components/ui/code-input';
import { Field } from '@/components/ui/field';
import { Icon } from '@/components/ui/icon';
import { IconButton } from '@/components/ui/icon-button';
import { NumberInput } from '@/components/ui/number-input';
import { StatusMark } from '@/components/ui/status-mark';
import { reinfusionCovers } from '@/domain/autologous-transfusions/covers';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { isOfPatient, mrnOf, refusalOfBag, refuseNurse, type ScannedBag } from '@/domain/autologous-transfusions/rules';
import { autologousPrefix } from '@/domain/blood/barcodes/autologous';
import { normaliseScan } from '@/domain/blood/barcodes/normalise';
import { badgePrefix } from '@/domain/blood/barcodes/read-scan';
import type { Violation } from '@/domain/result';
import { digestOfCovers } from '@/domain/signatures/covers';
import type { DeedProps } from './autologous-types';
import { ReinfuseStop } from './reinfuse-stop';
import { useAround } from './use-around';

/** 回输: the wristband, each bag, and the second at the bed. Whatever is not this patient's stops everything, in big letters. */
export function ReinfuseDialog({ record, onClose }: DeedProps) {
  const { id, no, patient } = record;
  const t = useTranslations('autologous-transfusions');
  const words = useViolationWords(autologousRecord);
  const trpc = useTRPC();
  const client = useTRPCClient();
  const now = useCityNow(30_000);
  const { history, refresh } = useAround(id);
  const isPredeposit = record.type === 'predeposit';
  const [patientCode, setPatientCode] = useState('');
  const [typedPatient, setTypedPatient] = useState('');
  const [typedBag, setTypedBag] = useState('');
  const [bagNos, setBagNos] = useState<readonly string[]>([]);
  const [volumeMl, setVolumeMl] = useState<number | null>(isPredeposit ? null : record.collectedMl);
  const [stop, setStop] = useState<Violation | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const [second, setSecond] = useState<Second | null>(null);
  const command = useCommand(trpc.autologousTransfusions.reinfuse.mutationOptions());
  const seen = useSeenVersion(command, record.version);
  const listed = useRef(bagNos);
  listed.current = bagNos;

  const volume = volumeMl !== null && Number.isInteger(volumeMl) && volumeMl > 0 ? volumeMl : null;
  const body = { id, version: seen.version, patientCode, bagNos: [...bagNos], volumeMl: isPredeposit ? null : volume };
  const isRight = patientCode !== '' && stop === null && (isPredeposit ? bagNos.length > 0 : volume !== null);
  const covers = isRight ? digestOfCovers(reinfusionCovers(body)) : null;
  const signed = second?.by === 'token' && second.covers === covers ? second : null;
  const missing = stop
    ? t('reinfuse.answerFirst')
    : patientCode === ''
      ? t('reinfuse.needsPatient')
      : isPredeposit && bagNos.length === 0
        ? t('reinfuse.needsBags')
        : !isPredeposit && volume === null
          ? t('reinfuse.needsVolume')
          : !signed
            ? t('reinfuse.needsSecond')
            : null;

  function refuse(violation: Violation) {
    playTone('refuse');
    setStop(violation);
  }
  function takePatient(code: string) {
    setNote(null);
    setTypedPatient('');
    if (isOfPatient(code, patient.mrn)) {
      playTone('ok');
      return setPatientCode(normaliseScan(code));
    }
    setPatientCode('');
    refuse({ code: 'autologous.wrong_patient', facts: { mrn: patient.mrn, scanned: mrnOf(code) } });
  }
  async function takeBag(code: string) {
    const bagNo = normaliseScan(code).slice(0, 60);
    setNote(null);
    setTypedBag('');
    if (listed.current.includes(bagNo)) {
      playTone('duplicate');
      return setNote(t('reinfuse.alreadyListed', { bagNo }));
    }
    let bag: ScannedBag | null;
    try {
      bag = await client.autologousTransfusions.findBag.query({ code: bagNo });
    } catch {
      playTone('refuse');
      return setNote(words({ code: 'autologous.bag_unknown', facts: { bagNo } }));
    }
    const facts = { now: now ?? record.createdAt, patient, transfusionId: id };
    const refusal = refusalOfBag(bagNo, bag, facts);
    if (refusal) return refuse(refusal);
    if (listed.current.includes(bagNo)) return;
    playTone('ok');
    setBagNos((before) => [...before, bagNo]);
  }
  useScanner({
    on: 'dialog',
    isEnabled: !command.isClosed,
    onScan: (raw) => {
      const text = normaliseScan(raw);
      if (text.startsWith(badgePrefix)) return false;
      if (stop) return playTone('refuse');
      if (text.startsWith(autologousPrefix) || /^[=&]/.test(text)) void takeBag(text);
      else takePatient(text);
      return true;
    },
  });
  const onEnter = (take: () => void) => (event: FormEvent) => {
    event.preventDefault();
    take();
  };
  return (
    <CommandDialog
      command={command}
      definition={autologousRecord}
      width="wide"
      title={t('reinfuse.title', { no })}
      description={t('reinfuse.hint')}
      isDirty={patientCode !== '' || bagNos.length > 0 || second !== null}
      missing={missing}
      actionLabel={t('reinfuse.save')}
      onSend={() => (signed ? command.send({ ...body, second: signed.token }) : null)}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={autologousRecord} seen={seen} history={history} />}
    >
      {stop && <ReinfuseStop stop={stop} patient={patient} onAnswer={() => setStop(null)} />}
      <p className="mb-2 text-16">
        <strong>{patient.name}</strong> <span className="font-code">{patient.mrn}</span>
      </p>
      <div className="grid grid-cols-2 gap-x-6 gap-y-3">
        <form onSubmit={onEnter(() => typedPatient.trim() !== '' && takePatient(typedPatient))}>
          <Field label={t('reinfuse.patientCode')} layout="top">
            <CodeInput value={typedPatient} onValueChange={setTypedPatient} autoFocus />
          </Field>
          <p className="mt-1 min-h-6 text-13">
            {patientCode !== '' && (
              <StatusMark tone="done">
                {t('reinfuse.patientOk')} <span className="font-code">{mrnOf(patientCode)}</span>
              </StatusMark>
            )}
          </p>
        </form>
        {isPredeposit ? (
          <form onSubmit={onEnter(() => typedBag.trim() !== '' && void takeBag(typedBag))}>
            <div className="flex items-end gap-2">
              <Field label={t('reinfuse.bag')} layout="top" className="flex-1">
                <CodeInput value={typedBag} onValueChange={setTypedBag} />
              </Field>
              <Button type="submit">{t('reinfuse.add')}</Button>
            </div>
            <p className="mt-1 text-13 text-ink-2">{t('reinfuse.listed', { count: bagNos.length })}</p>
            <ul>
              {bagNos.map((bagNo) => (
                <li key={bagNo} className="flex items-center gap-2 font-code text-13">
                  {bagNo}
                  <IconButton
                    label={t('reinfuse.remove', { bagNo })}
                    icon={<Icon of={X} />}
                    onClick={() => setBagNos((before) => before.filter((other) => other !== bagNo))}
                  />
                </li>
              ))}
            </ul>
          </form>
        ) : (
          <Field label={t('reinfuse.volume')} layout="top">
            <NumberInput value={volumeMl} unit={t('collect.mlUnit')} onValueChange={setVolumeMl} />
          </Field>
        )}
      </div>
      {note && (
        <p role="status" className="mt-1 text-13 text-warn">
          {note}
        </p>
      )}
      <SecondPerson
        definition={autologousRecord}
        covers={covers}
        onSecond={setSecond}
        isPhoneAllowed={false}
        refuse={refuseNurse}
        now={now}
      />
    </CommandDialog>
  );
}
