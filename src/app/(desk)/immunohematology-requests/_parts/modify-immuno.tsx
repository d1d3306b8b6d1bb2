'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Skeleton } from '@/components/ui/skeleton';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { ImmunoForm } from './immuno-form';

/** Takes the request as it stands once; what others save meanwhile meets the form as a conflict. */
export function ModifyImmuno({ id }: { id: string }) {
  const t = useTranslations('immunohematology-requests');
  const trpc = useTRPC();
  const request = useQuery(
    trpc.immunohematologyRequests.get.queryOptions({ id }, { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }),
  );
  const patientId = request.data?.patientId ?? '';
  const around = useQuery({
    ...trpc.immunohematologyRequests.around.queryOptions({ patientId }),
    enabled: patientId !== '',
  });
  const error = request.error ?? around.error;
  if (request.data && around.data)
    return <ImmunoForm key={id} request={request.data} around={around.data} onLeave={null} />;
  return (
    <Page title={t('modifyTitle')}>
      {error ? <FailurePanel definition={immunoRecord} failure={readFailure(error)} /> : <Skeleton lines={8} />}
    </Page>
  );
}
