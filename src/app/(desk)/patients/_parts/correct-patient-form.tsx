'use client';
import { useQuery } from '@tanstack/react-query';
import type { inferProcedureOutput } from '@trpc/server';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { AntibodiesInput } from '@/app/_patients/antibodies-input';
import { Page } from '@/app/_shell/page';
import { ConflictView } from '@/components/record/conflict-view';
import { RecordForm } from '@/components/record/record-form';
import { useRecordForm } from '@/components/record/use-record-form';
import { Button } from '@/components/ui/button';
import { useKey } from '@/components/ui/use-key';
import { patientRecord } from '@/domain/patients/record';
import { correctPatientInput } from '@/domain/patients/schema';
import { useFormat } from '@/i18n/provider';
import type { AppRouter } from '@/server/router';
import { optionalPatientFields, patientSections } from './patient-form';

type Patient = inferProcedureOutput<AppRouter['patients']['get']>;

const formDefinition = {
  ...patientRecord,
  fields: { ...patientRecord.fields, reason: { kind: 'text' } },
} as const satisfies typeof patientRecord;
const comparedFields = patientSections.flatMap((section) => section.fields).filter((name) => name !== 'identityNumber');
const sections = [...patientSections, { name: 'reason', fields: ['reason'] }];

/** The form's own shape: an empty identity number means that it stays. */
const formSchema = z.strictObject({ ...correctPatientInput.shape, identityNumber: z.string().max(40) });

/** The feed fetches the patient again when a colleague saves: what this person first saw is kept, or both sides would look alike. */
export function CorrectPatientForm({ patient: latest }: { patient: Patient }) {
  const [patient] = useState(latest);
  const t = useTranslations('patients');
  const common = useTranslations('common.action');
  const format = useFormat();
  const router = useRouter();
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const command = useCommand(trpc.patients.correct.mutationOptions());
  const { id, version, mrn, name, sex, birthDate, abo, rhd, groupDeterminations, antibodies, requirements } = patient;
  const [theirs, setTheirs] = useState<Patient | null>(null);
  const history = useQuery(trpc.patients.history.queryOptions({ id }, { enabled: theirs !== null }));
  const saved = history.data?.[0];
  const state = useRecordForm({
    schema: formSchema,
    defaultValues: {
      id,
      version,
      reason: '',
      mrn,
      name,
      sex,
      birthDate,
      abo,
      rhd,
      groupDeterminations,
      antibodies,
      requirements: requirements as z.input<typeof formSchema>['requirements'],
      isUnidentified: patient.isUnidentified,
      identityNumber: '',
    },
    submit: async ({ identityNumber, ...data }) => {
      try {
        return await command.send({ ...data, ...(identityNumber.trim() === '' ? {} : { identityNumber }) });
      } catch (error) {
        const found = (error as { data?: { error?: string; theirs?: Patient } }).data;
        if (found?.error === 'conflict' && found.theirs) setTheirs(found.theirs);
        throw error;
      }
    },
    onDone: () => router.push(`/patients?open=${id}`),
  });
  useKey('Ctrl Enter', () => void state.send(), { reach: 'form', isEnabled: theirs === null });

  if (theirs)
    return (
      <Page title={t('correctTitle')} note={`${name} ${mrn}`} scroll="page">
        <ConflictView
          definition={formDefinition}
          base={patient}
          theirs={theirs}
          mine={state.form.getValues()}
          fields={comparedFields}
          isPending={state.isPending}
          {...(saved ? { changedBy: `${saved.actor.name} ${format.dateTime(new Date(saved.at))}` } : {})}
          onCancel={() => router.push(`/patients?open=${id}`)}
          onSave={(merged, standing) => {
            for (const [field, value] of Object.entries(merged)) state.form.setValue(field as 'name', value as string);
            state.form.setValue('version', standing);
            setTheirs(null);
            void state.send();
          }}
        />
      </Page>
    );

  return (
    <Page
      title={t('correctTitle')}
      note={`${name} ${mrn}`}
      scroll="page"
      actions={
        <Button variant="primary" kbd="Ctrl Enter" onClick={() => void state.send()} isPending={state.isPending}>
          {common('save')}
        </Button>
      }
    >
      <RecordForm
        definition={formDefinition}
        state={state}
        sections={sections}
        optional={optionalPatientFields}
        renderControl={{ antibodies: (control) => <AntibodiesInput {...control} /> }}
        now={now}
      />
    </Page>
  );
}
