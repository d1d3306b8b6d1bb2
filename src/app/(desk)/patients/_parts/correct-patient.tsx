'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Skeleton } from '@/components/ui/skeleton';
import { patientRecord } from '@/domain/patients/record';
import { CorrectPatientForm } from './correct-patient-form';

/** Takes the patient as it stands once; what others save meanwhile meets this form as a conflict, never under its hands. */
export function CorrectPatient({ id }: { id: string }) {
  const t = useTranslations('patients');
  const trpc = useTRPC();
  const patient = useQuery(trpc.patients.get.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY }));
  if (patient.data) return <CorrectPatientForm key={id} patient={patient.data} />;
  return (
    <Page title={t('correctTitle')}>
      {patient.error ? (
        <FailurePanel definition={patientRecord} failure={readFailure(patient.error)} />
      ) : (
        <Skeleton lines={8} />
      )}
    </Page>
  );
}
