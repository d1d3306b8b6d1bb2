'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { AntibodiesInput } from '@/app/_patients/antibodies-input';
import { Page } from '@/app/_shell/page';
import { RecordForm } from '@/components/record/record-form';
import { useRecordForm } from '@/components/record/use-record-form';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { useKey } from '@/components/ui/use-key';
import { patientRecord } from '@/domain/patients/record';
import { registerPatientInput } from '@/domain/patients/schema';
import { optionalPatientFields, patientSections } from './patient-form';

export function RegisterPatient() {
  const t = useTranslations('patients');
  const common = useTranslations('common.action');
  const router = useRouter();
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const command = useCommand(trpc.patients.register.mutationOptions());
  const state = useRecordForm({
    schema: registerPatientInput,
    defaultValues: {
      mrn: '',
      name: '',
      identityNumber: '',
      birthDate: null,
      abo: 'unknown',
      rhd: 'unknown',
      groupDeterminations: 0,
      antibodies: [],
      requirements: [],
      isUnidentified: false,
    },
    submit: (data) => command.send(data),
    onDone: ({ id }) => router.push(`/patients?open=${id}`),
  });
  useKey('Ctrl Enter', () => void state.send(), { reach: 'form' });
  useKey('Esc', () => router.push('/patients'));
  const taken = command.failure?.violations.find((violation) => violation.code === 'patient.mrn_taken');

  return (
    <Page
      title={t('registerTitle')}
      scroll="page"
      actions={
        <Button variant="primary" kbd="Ctrl Enter" onClick={() => void state.send()} isPending={state.isPending}>
          {common('submit')}
        </Button>
      }
    >
      {taken?.facts?.recordId && (
        <Banner
          tone="info"
          action={
            <Link className="text-act underline" href={`/patients?open=${taken.facts.recordId}`}>
              {t('seeKnown', { name: String(taken.facts.name ?? '') })}
            </Link>
          }
        >
          {t('violations.patient.mrn_taken', {
            mrn: String(taken.facts.mrn ?? ''),
            name: String(taken.facts.name ?? ''),
          })}
        </Banner>
      )}
      <RecordForm
        definition={patientRecord}
        state={state}
        sections={patientSections}
        optional={optionalPatientFields}
        renderControl={{ antibodies: (control) => <AntibodiesInput {...control} /> }}
        now={now}
      />
    </Page>
  );
}
