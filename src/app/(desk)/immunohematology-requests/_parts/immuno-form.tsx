'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Controller, useFormState, useWatch } from 'react-hook-form';
import { useLocale, useTranslations } from 'use-intl';
import { z } from 'zod';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { Page } from '@/app/_shell/page';
import { ConflictView } from '@/components/record/conflict-view';
import { RecordForm } from '@/components/record/record-form';
import { useRecordForm } from '@/components/record/use-record-form';
import { useViolationWords } from '@/components/record/violation-words';
import { Button } from '@/components/ui/button';
import { DefinitionList } from '@/components/ui/definition-list';
import { GroupPlate } from '@/components/ui/group-plate';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast-host';
import { useKey } from '@/components/ui/use-key';
import { specimenKinds, type TestCode } from '@/domain/immunohematology-requests/items';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { registerImmunoInput, specimen } from '@/domain/immunohematology-requests/schema';
import { useFormat } from '@/i18n/provider';
import type { Around, Immuno } from './immuno-types';
import { emptySpecimen, SpecimensInput, type SpecimenValue } from './specimens-input';
import { TestsInput } from './tests-input';

const { patientId: _, specimens: __, ...plain } = registerImmunoInput.shape;

/** The form's own shape: tubes as they are typed; one without a time is none. */
const formSchema = z.strictObject({
  ...plain,
  specimens: z
    .array(z.strictObject({ kind: z.enum(specimenKinds), collectedAt: z.date().nullable() }))
    .transform((tubes, context) => {
      const read = z
        .array(specimen)
        .max(6)
        .safeParse(tubes.filter(({ collectedAt }) => collectedAt !== null));
      if (read.success) return read.data;
      context.addIssue({ code: 'custom', message: 'immunohematology.specimens_unreadable' });
      return z.NEVER;
    }),
});
type FormInput = z.input<typeof formSchema>;

function valuesOf(request: Immuno | null, { last, laboratories }: Around): FormInput {
  // Tubes that were refused are not sent again.
  const tubes =
    request && request.state === 'draft'
      ? request.specimens.map(({ kind, collectedAt }) => ({ kind, collectedAt: new Date(collectedAt) }))
      : [];
  return {
    partyOrgId: request?.partyOrgId ?? last?.partyOrgId ?? laboratories[0]?.id ?? '',
    isUrgent: request?.isUrgent ?? false,
    department: request?.department ?? last?.department ?? '',
    bed: request?.bed ?? last?.bed ?? '',
    phone: request?.phone ?? last?.phone ?? '',
    diagnosis: request?.diagnosis ?? last?.diagnosis ?? '',
    question: request?.question ?? '',
    transfusionHistory: request?.transfusionHistory ?? null,
    lastTransfusedOn: request?.lastTransfusedOn ?? null,
    gravida: request?.gravida ?? null,
    para: request?.para ?? null,
    transplant: request?.transplant ?? '',
    medication: request?.medication ?? '',
    tests: request?.tests ?? [],
    specimens: tubes.length > 0 ? tubes : [emptySpecimen],
    isSubmitted: true,
  };
}

const comparedFields = [
  'isUrgent',
  'department',
  'bed',
  'phone',
  'diagnosis',
  'question',
  'transfusionHistory',
  'transplant',
  'medication',
] as const;

type ImmunoFormProps = { request: Immuno | null; around: Around; onLeave: (() => void) | null };

/** One page: whose blood, where it goes, what is asked, and the tubes. */
export function ImmunoForm({ request: latest, around, onLeave }: ImmunoFormProps) {
  // What this person first saw is kept, or both sides of a conflict would look alike.
  const [request] = useState(latest);
  const [version, setVersion] = useState(latest?.version ?? 0);
  const [theirs, setTheirs] = useState<Immuno | null>(null);
  const t = useTranslations('immunohematology-requests');
  const locale = useLocale();
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const now = useCityNow(60_000) ?? undefined;
  const register = useCommand(trpc.immunohematologyRequests.register.mutationOptions());
  const modify = useCommand(trpc.immunohematologyRequests.modify.mutationOptions());
  const back = () =>
    router.push(request ? `/immunohematology-requests?open=${request.id}` : '/immunohematology-requests');
  const state = useRecordForm({
    schema: formSchema,
    defaultValues: valuesOf(request, around),
    submit: async (data) => {
      if (!request) return register.send({ patientId: around.patient.id, ...data });
      try {
        return await modify.send({ id: request.id, version, ...data });
      } catch (error) {
        const found = (error as { data?: { error?: string; theirs?: Immuno } }).data;
        if (found?.error === 'conflict' && found.theirs) setTheirs(found.theirs);
        throw error;
      }
    },
    onDone: ({ id, no, state: stands }) => {
      toast(stands === 'submitted' ? t('sent', { no: no ?? '' }) : t('saved'));
      void client.invalidateQueries({ queryKey: trpc.immunohematologyRequests.pathKey() });
      router.push(`/immunohematology-requests?open=${id}`);
    },
  });
  const { control } = state.form;
  const transfusionHistory = useWatch({ control, name: 'transfusionHistory' });
  const violationWords = useViolationWords(immunoRecord);
  const { errors } = useFormState({ control });
  const faultOf = (error: unknown) => firstFault(error, violationWords);
  function send(isSubmitted: boolean) {
    state.form.setValue('isSubmitted', isSubmitted);
    return state.send();
  }
  const isFormOpen = theirs === null;
  useKey('Ctrl Enter', () => void send(true), { reach: 'form', isEnabled: isFormOpen });
  useKey('Esc', back, { isEnabled: isFormOpen });

  const title = t(request ? 'modifyTitle' : 'registerTitle');
  if (theirs && request)
    return (
      <Page title={title} note={request.no ?? undefined} scroll="page">
        <ConflictView
          definition={immunoRecord}
          base={request}
          theirs={theirs}
          mine={state.form.getValues()}
          fields={comparedFields}
          isPending={state.isPending}
          onCancel={back}
          onSave={(merged, standing) => {
            for (const [field, value] of Object.entries(merged))
              state.form.setValue(field as 'department', value as string);
            setVersion(standing);
            setTheirs(null);
          }}
        />
      </Page>
    );
  const isWoman = around.patient.sex !== 'male';
  return (
    <Page
      title={title}
      note={request?.no ?? undefined}
      scroll="page"
      actions={
        <>
          <Button isPending={state.isPending} onClick={() => void send(false)}>
            {t('saveDraft')}
          </Button>
          <Button variant="primary" kbd="Ctrl Enter" isPending={state.isPending} onClick={() => void send(true)}>
            {t('submit')}
          </Button>
        </>
      }
    >
      <ImmunoPatient around={around} onLeave={onLeave} />
      <RecordForm
        definition={immunoRecord}
        state={state}
        sections={[
          {
            name: 'request',
            fields: ['partyOrgId', 'isUrgent', 'department', 'bed', 'phone', 'diagnosis', 'question'],
          },
          {
            name: 'history',
            fields: [
              'transfusionHistory',
              ...(transfusionHistory === 'had' ? ['lastTransfusedOn'] : []),
              ...(isWoman ? ['gravida', 'para'] : []),
              'transplant',
              'medication',
            ],
          },
        ]}
        optional={['bed', 'phone', 'question', 'lastTransfusedOn', 'gravida', 'para', 'transplant', 'medication']}
        renderControl={{
          partyOrgId: ({ value, onValueChange }) => (
            <Select
              items={around.laboratories.map(({ id, name, nameEn }) => ({
                value: id,
                label: locale === 'en' ? nameEn : name,
              }))}
              value={String(value ?? '') || null}
              onValueChange={onValueChange}
            />
          ),
        }}
        now={now}
      >
        <Panel title={t('fields.tests')} isPadded>
          <Controller
            control={control}
            name="tests"
            render={({ field }) => (
              <TestsInput
                value={field.value as TestCode[]}
                fault={faultOf(errors.tests)}
                onValueChange={field.onChange}
              />
            )}
          />
        </Panel>
        <Panel title={t('specimens')} isPadded>
          <Controller
            control={control}
            name="specimens"
            render={({ field }) => (
              <SpecimensInput
                value={field.value as SpecimenValue[]}
                now={now}
                fault={faultOf(errors.specimens)}
                onValueChange={field.onChange}
              />
            )}
          />
        </Panel>
      </RecordForm>
    </Page>
  );
}

/** Whose blood it is, with what the register and earlier reports say of it: the laboratory is told this and no more. */
function ImmunoPatient({ around, onLeave }: Pick<ImmunoFormProps, 'around' | 'onLeave'>) {
  const t = useTranslations('immunohematology-requests');
  const patients = useTranslations('patients');
  const format = useFormat();
  const { patient } = around;
  const isUnknown = patient.abo === 'unknown' || patient.rhd === 'unknown';
  return (
    <section className="flex flex-none items-center gap-4 border border-line-2 bg-surface px-3 py-2">
      <GroupPlate abo={patient.abo} rhd={patient.rhd === 'unknown' ? 'unspecified' : patient.rhd} size="l" />
      <DefinitionList
        layout="row"
        className="min-w-0 flex-1"
        items={[
          { term: t('patient'), value: patient.name, isStrong: true },
          { term: patients('fields.mrn'), value: <span className="font-code">{patient.mrn}</span>, isStrong: true },
          { term: patients('fields.sex'), value: patients(`options.sex.${patient.sex}`) },
          { term: patients('fields.birthDate'), value: patient.birthDate ?? '' },
          {
            term: t('fields.group'),
            value: isUnknown ? t('groupUnknown') : t('determinations', { count: patient.groupDeterminations }),
          },
          {
            term: t('fields.antibodies'),
            value: format.list(patient.antibodies) || t('noAntibodies'),
            isStrong: patient.antibodies.length > 0,
          },
        ]}
      />
      {onLeave && (
        <Button size="sm" variant="ghost" onClick={onLeave}>
          {t('patientChange')}
        </Button>
      )}
    </section>
  );
}

type Fault = { message?: unknown; type?: unknown; types?: unknown };

/** The first fault of a list, whichever cell it is in, by the words of its rule. */
function firstFault(
  errors: unknown,
  words: (violation: { code: string; facts?: Record<string, string | number> }) => string,
): string | null {
  if (!errors || typeof errors !== 'object') return null;
  const own = errors as Fault;
  if (typeof own.message === 'string' && own.message !== '')
    return words({ code: own.message, facts: (own.types ?? {}) as Record<string, string> });
  for (const inner of Object.values(errors)) {
    const found = firstFault(inner, words);
    if (found) return found;
  }
  return null;
}
