'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { playTone } from '@/components/scan/scan-sounds';
import { useScanner } from '@/components/scan/use-scanner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { TextInput } from '@/components/ui/text-input';
import { readScan } from '@/domain/blood/barcodes/read-scan';
import { patientRecord } from '@/domain/patients/record';
import { cityZone } from '@/i18n/format';

/** Enter searches; a record number that fits exactly is taken at once. */
export function FindPatient({ onFound }: { onFound: (patientId: string) => void }) {
  const trpc = useTRPC();
  const t = useTranslations('patients.find');
  const now = useCityNow();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const answer = useQuery({ ...trpc.patients.find.queryOptions({ text: asked }), enabled: asked !== '' });
  useEffect(() => field.current?.focus(), []);
  useScanner({
    onScan: (raw) => {
      const read = readScan(raw, { now: now ?? new Date(0), timeZone: cityZone });
      if (read.kind === 'badge') return playTone('refuse');
      const text = read.kind === 'patient' ? read.patientNo : read.text;
      setTyped(text);
      setAsked(text);
    },
  });
  const found = asked === '' ? undefined : answer.data;
  const exact = found?.find(({ mrn }) => mrn.toUpperCase() === asked.toUpperCase());
  const take = useRef(onFound);
  take.current = onFound;
  useEffect(() => {
    if (exact) take.current(exact.id);
  }, [exact]);
  return (
    <section className="flex-none border-2 border-ink bg-surface px-3 py-2">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed.trim());
        }}
        className="flex items-end gap-2"
      >
        <Field label={t('label')} layout="top" className="w-96">
          <TextInput ref={field} value={typed} maxLength={60} onValueChange={setTyped} placeholder={t('hint')} />
        </Field>
        <Button type="submit" isPending={answer.isFetching}>
          {t('action')}
        </Button>
      </form>
      {answer.error && <FailurePanel definition={patientRecord} failure={readFailure(answer.error)} />}
      {found && found.length === 0 && (
        <p role="status" className="mt-2 text-13 text-stop">
          {t('none')}
        </p>
      )}
      {found && !exact && (
        <ul className="mt-2 border-t border-line">
          {found.map((patient) => (
            <li key={patient.id} className="border-b border-line">
              <button
                type="button"
                onClick={() => onFound(patient.id)}
                className="flex h-9 w-full items-center gap-3 px-2 text-left text-13 hover:bg-hover"
              >
                <GroupPlate abo={patient.abo} rhd={patient.rhd === 'unknown' ? 'unspecified' : patient.rhd} />
                <strong>{patient.name}</strong>
                <span className="font-code">{patient.mrn}</span>
                <span className="text-ink-2">{patient.birthDate}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
