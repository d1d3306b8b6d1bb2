'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { buttonClasses } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { patientRecord } from '@/domain/patients/record';
import { PatientFindings } from './patient-findings';
import { RevealIdentity } from './reveal-identity';

type PatientDrawerProps = { id: string; mayCorrect: boolean; mayReveal: boolean; onClose: () => void };

export function PatientDrawer({ id, mayCorrect, mayReveal, onClose }: PatientDrawerProps) {
  const t = useTranslations('patients');
  const common = useTranslations('common.action');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const patient = useQuery(trpc.patients.get.queryOptions({ id }));
  const history = useQuery(trpc.patients.history.queryOptions({ id }));
  const data = patient.data;
  return (
    <Drawer
      title={data ? data.name : t('title')}
      label={data ? `${data.name} ${data.mrn}` : t('title')}
      status={data && <StateMark definition={patientRecord} state={data.state} />}
      onClose={onClose}
      footer={
        mayCorrect &&
        data?.state === 'active' && (
          <Link href={`/patients/${id}/correct`} className={buttonClasses('secondary', 'md')}>
            {common('edit')}
          </Link>
        )
      }
    >
      {patient.error && <FailurePanel definition={patientRecord} failure={readFailure(patient.error)} />}
      {!data && !patient.error && <Skeleton lines={6} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={patientRecord}
              record={data}
              fields={[
                'mrn',
                'sex',
                'birthDate',
                'identityNumber',
                'group',
                'groupDeterminations',
                'antibodies',
                'requirements',
                'isUnidentified',
              ]}
            />
            {mayReveal && data.identityNumber && <RevealIdentity id={id} />}
          </div>
          <PatientFindings patient={data} />
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={patientRecord} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}
