'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { useFailureWords } from '@/components/record/violation-words';
import { useScanner } from '@/components/scan/use-scanner';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { useKey } from '@/components/ui/use-key';
import { type FirstScan, readFirstScan } from './first-scan';
import { IssueDesk } from './issue-desk';
import { type FoundPatient, issueModule } from './issue-types';
import { PatientSearch } from './patient-search';

/** First the patient, locked by wristband; then the bags. `?patient=` opens with one, from a reservation; `&request=` with what is issued on it, from the bench. */
export function RegisterDesk() {
  const trpc = useTRPC();
  const router = useRouter();
  const search = useSearchParams();
  const asked = search.get('patient');
  const [locked, setLocked] = useState<{ patient: FoundPatient; isSingleDutyAllowed: boolean } | null>(null);
  const [isLeft, setIsLeft] = useState(false);
  const opened = useQuery({
    ...trpc.clinicalIssues.patients.queryOptions({ id: asked ?? '' }),
    enabled: asked !== null && !isLeft,
  });
  useEffect(() => {
    const [patient] = opened.data?.patients ?? [];
    if (patient && opened.data && !isLeft) setLocked({ patient, isSingleDutyAllowed: opened.data.isSingleDutyAllowed });
  }, [opened.data, isLeft]);

  const failureWords = useFailureWords(issueModule);
  const failure = asked !== null && !isLeft && opened.error ? readFailure(opened.error) : null;
  const leave = () => {
    setIsLeft(true);
    setLocked(null);
  };
  if (locked)
    return (
      <IssueDesk
        key={locked.patient.id}
        {...locked}
        requestId={locked.patient.id === asked ? search.get('request') : null}
        onLeave={leave}
        onBack={() => router.push('/clinical-issues')}
      />
    );
  return (
    <FindPatient
      note={
        failure && (
          <ErrorState
            hint={failureWords(failure)}
            requestId={failure.requestId}
            onRetry={() => void opened.refetch()}
            isRetrying={opened.isFetching}
          />
        )
      }
      // Somebody else is looked for: whom the address names is not waited for any more.
      onFound={(patient, isSingleDutyAllowed) => (patient ? setLocked({ patient, isSingleDutyAllowed }) : leave())}
      onBack={() => router.push('/clinical-issues')}
    />
  );
}

type FindPatientProps = {
  /** Why the patient who was asked for is not here. */
  note: ReactNode;
  onFound: (patient: FoundPatient | null, isSingleDutyAllowed: boolean) => void;
  onBack: () => void;
};

function FindPatient({ note, onFound, onBack }: FindPatientProps) {
  const t = useTranslations('clinical-issues.form');
  const now = useCityNow();
  const [scanned, setScanned] = useState<FirstScan | null>(null);
  useKey('Esc', onBack);
  useScanner({
    onScan: (raw) => setScanned(readFirstScan(raw, now ?? new Date(0))),
  });
  return (
    <Page title={t('title')} note={t('draftNo')} scroll="page">
      <PatientSearch scanned={scanned} now={now} onFound={onFound} />
      <div className="border border-line-2 bg-surface">{note ?? <EmptyState title={t('patientFirst')} />}</div>
    </Page>
  );
}
