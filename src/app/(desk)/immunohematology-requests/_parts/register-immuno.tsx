'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { FindPatient } from '@/app/_patients/find-patient';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { EmptyState } from '@/components/ui/empty-state';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { ImmunoForm } from './immuno-form';

/** First the patient, by wristband or number; then one page. */
export function RegisterImmuno() {
  const trpc = useTRPC();
  const t = useTranslations('immunohematology-requests');
  const router = useRouter();
  const [patientId, setPatientId] = useState<string | null>(null);
  const around = useQuery({
    ...trpc.immunohematologyRequests.around.queryOptions({ patientId: patientId ?? '' }),
    enabled: patientId !== null,
    staleTime: 0,
  });
  useKey('Esc', () => router.push('/immunohematology-requests'), { isEnabled: patientId === null });
  if (patientId && around.data)
    return <ImmunoForm key={patientId} request={null} around={around.data} onLeave={() => setPatientId(null)} />;
  return (
    <Page title={t('registerTitle')} scroll="page">
      <FindPatient onFound={setPatientId} />
      {around.error ? (
        <FailurePanel definition={immunoRecord} failure={readFailure(around.error)} />
      ) : (
        <div className="border border-line-2 bg-surface">
          {patientId ? <Skeleton lines={6} /> : <EmptyState title={t('patientFirst')} />}
        </div>
      )}
    </Page>
  );
}
