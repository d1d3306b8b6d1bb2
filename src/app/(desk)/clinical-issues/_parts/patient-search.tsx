'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { useFailureWords } from '@/components/record/violation-words';
import { playTone } from '@/components/scan/scan-sounds';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { TextInput } from '@/components/ui/text-input';
import { usePersonWords } from './bag-words';
import type { FirstScan } from './first-scan';
import { type FoundPatient, issueModule } from './issue-types';

type PatientSearchProps = {
  /** A wristband that was scanned: searched at once, and an exact number locks the patient without a click. Another object is another scan. */
  scanned: FirstScan | null;
  now: Date | null;
  /** Null: a search begins, or what was scanned is no patient's. Whoever was found before is not who is meant now. */
  onFound: (patient: FoundPatient | null, isSingleDutyAllowed: boolean) => void;
  hint?: string;
};

/** By wristband, number, name or initials. Enter searches; a number that fits exactly is taken at once. */
export function PatientSearch({ scanned, now, onFound, hint }: PatientSearchProps) {
  const trpc = useTRPC();
  const t = useTranslations('clinical-issues.form');
  const words = usePersonWords();
  const failureWords = useFailureWords(issueModule);
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState('');
  const [wrong, setWrong] = useState<'bag' | 'badge' | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const answer = useQuery({
    ...trpc.clinicalIssues.patients.queryOptions({ text: asked }),
    enabled: asked !== '',
  });
  const { refetch, dataUpdatedAt } = answer;
  const failure = answer.error && !answer.isFetching ? readFailure(answer.error) : null;
  const take = useRef(onFound);
  useEffect(() => {
    take.current = onFound;
  });
  /** The same words again are the same question again: what failed is tried once more. */
  const ask = useRef((_text: string) => {});
  useEffect(() => {
    ask.current = (text) => {
      setWrong(null);
      take.current(null, false);
      if (text !== '' && text === asked) void refetch();
      else setAsked(text);
    };
  });
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (!scanned) return;
    if (scanned.kind !== 'patient') {
      playTone('refuse');
      setTyped('');
      setAsked('');
      take.current(null, false);
      return setWrong(scanned.kind);
    }
    setTyped(scanned.text);
    ask.current(scanned.text);
  }, [scanned]);

  const found = asked === '' ? undefined : answer.data;
  const isPerhapsBag = scanned?.kind === 'patient' && scanned.isPerhapsBag && scanned.text === asked;
  // The same question may have the same answer: what was dropped when it was asked is found again all the same.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hour stands for an answer
  useEffect(() => {
    const [only] = found?.isExact ? found.patients : [];
    if (only && found) take.current(only, found.isSingleDutyAllowed);
  }, [found, dataUpdatedAt]);

  return (
    <section className="flex-none border-2 border-ink bg-surface px-3 py-2">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ask.current(typed.trim());
        }}
        className="flex items-end gap-2"
      >
        <Field label={t('patientSearch')} layout="top" className="w-96">
          <TextInput ref={field} value={typed} onValueChange={setTyped} placeholder={hint ?? t('patientHint')} />
        </Field>
        <Button type="submit" isPending={answer.isFetching}>
          {t('search')}
        </Button>
      </form>
      {failure && (
        <ErrorState
          hint={failureWords(failure)}
          requestId={failure.requestId}
          onRetry={() => void refetch()}
          className="px-0"
        />
      )}
      {wrong && (
        <p role="alert" className="mt-2 text-16 font-bold text-stop">
          {t(`patientNot.${wrong}`)}
        </p>
      )}
      {found && found.patients.length === 0 && (
        <p role="status" className="mt-2 text-13 text-stop">
          {t(isPerhapsBag ? 'patientNot.perhapsBag' : 'patientNone')}
        </p>
      )}
      {found && !found.isExact && (
        <ul className="mt-2 border-t border-line">
          {found.patients.map((patient) => (
            <li key={patient.id} className="border-b border-line">
              <button
                type="button"
                onClick={() => onFound(patient, found.isSingleDutyAllowed)}
                className="flex h-9 w-full items-center gap-3 px-2 text-left text-13 hover:bg-hover"
              >
                <GroupPlate abo={patient.abo} rhd={patient.rhd === 'unknown' ? 'unspecified' : patient.rhd} />
                <strong>{patient.name}</strong>
                <span className="font-code">{patient.mrn}</span>
                <span className="text-ink-2">{words.sexAndAge(patient, now)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
