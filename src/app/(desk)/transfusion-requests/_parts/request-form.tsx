'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Controller, useFormState, useWatch } from 'react-hook-form';
import { useTranslations } from 'use-intl';
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
import { Panel } from '@/components/ui/panel';
import { toast } from '@/components/ui/toast-host';
import { useKey } from '@/components/ui/use-key';
import { type LabItem, labItemCodes } from '@/domain/transfusion-requests/fields';
import { requestRecord } from '@/domain/transfusion-requests/record';
import { registerRequestInput, requestLine } from '@/domain/transfusion-requests/schema';
import { ApprovalNote } from './approval-note';
import { LabsInput } from './labs-input';
import { emptyLine, LinesInput, type LineValue } from './lines-input';
import { PatientHead } from './patient-head';
import { PurposeInput } from './purpose-input';
import type { Around, Request } from './request-types';

const { patientId: _, lines: __, labs: ___, ...plain } = registerRequestInput.shape;

/** The form's own shape: lines as they are typed, results by item; an empty line and an empty result are none. */
const formSchema = z.strictObject({
  ...plain,
  lines: z
    .array(
      z.strictObject({
        component: z.string(),
        amount: z.union([z.number(), z.nan(), z.null()]),
        modifiers: z.array(z.string()),
      }),
    )
    .transform((lines, context) => {
      const typed = lines.filter(({ component, amount }) => component !== '' || amount !== null);
      const read = z.array(requestLine).max(12).safeParse(typed);
      if (read.success) return read.data;
      context.addIssue({ code: 'custom', message: 'request.lines_unreadable' });
      return z.NEVER;
    }),
  labs: z.record(z.enum(labItemCodes), z.string().max(20)).transform((labs) =>
    labItemCodes.flatMap((item) => {
      const value = (labs[item] ?? '').trim();
      return value === '' ? [] : [{ item, value }];
    }),
  ),
});
type FormInput = z.input<typeof formSchema>;

type Labs = Record<LabItem, string>;
const labsOf = (results: readonly { item: LabItem; value: string }[]) =>
  Object.fromEntries(labItemCodes.map((item) => [item, results.find((one) => one.item === item)?.value ?? ''])) as Labs;

function valuesOf(request: Request | null, { last, results, today }: Around): FormInput {
  return {
    sickType: request?.sickType ?? '3',
    department: request?.department ?? last?.department ?? '',
    ward: request?.ward ?? last?.ward ?? '',
    bed: request?.bed ?? last?.bed ?? '',
    feeType: request?.feeType ?? '',
    residence: request?.residence ?? null,
    diagnosis: request?.diagnosis ?? last?.diagnosis ?? '',
    bloodHistory: request?.bloodHistory ?? null,
    bloodTimes: request?.bloodTimes ?? null,
    reactionHistory: request?.reactionHistory ?? null,
    reactionText: request?.reactionText ?? '',
    allergy: request?.allergy ?? '',
    gravida: request?.gravida ?? null,
    para: request?.para ?? null,
    transplant: request?.transplant ?? '',
    isConsented: request?.isConsented ?? false,
    isAssessed: request?.isAssessed ?? false,
    assessment: request?.assessment ?? '',
    purpose: request?.purpose ?? '',
    indication: request?.indication ?? '',
    nature: request?.nature ?? 'preparation',
    arrangement: request?.arrangement ?? 'allogeneic',
    isEmergency: request?.isEmergency ?? false,
    lines: request && request.lines.length > 0 ? request.lines : [emptyLine],
    route: request?.route ?? '',
    dripRate: request?.dripRate ?? '',
    plannedOn: request ? request.plannedOn : today,
    labs: labsOf(request ? request.labs : (results?.labs ?? [])),
    labsOn: request ? request.labsOn : (results?.labsOn ?? null),
    applicantTitle: request?.applicantTitle ?? null,
    isSubmitted: true,
  };
}

const comparedFields = [
  'department',
  'ward',
  'bed',
  'diagnosis',
  'purpose',
  'indication',
  'plannedOn',
  'isEmergency',
  'isConsented',
  'isAssessed',
  'assessment',
] as const;

const optional = [
  'ward',
  'bed',
  'feeType',
  'residence',
  'bloodTimes',
  'allergy',
  'gravida',
  'para',
  'transplant',
  'route',
  'dripRate',
  'labsOn',
] as const;

type RequestFormProps = { request: Request | null; around: Around; onLeave: (() => void) | null };

/** One page: who, why, with whose consent, what, and what the laboratory said; below the lines what approval they need. */
export function RequestForm({ request: latest, around, onLeave }: RequestFormProps) {
  // What this person first saw is kept, or both sides of a conflict would look alike.
  const [request] = useState(latest);
  const [version, setVersion] = useState(latest?.version ?? 0);
  const [theirs, setTheirs] = useState<Request | null>(null);
  const t = useTranslations('transfusion-requests');
  const router = useRouter();
  const trpc = useTRPC();
  const client = useQueryClient();
  const now = useCityNow(60_000) ?? undefined;
  const register = useCommand(trpc.transfusionRequests.register.mutationOptions());
  const modify = useCommand(trpc.transfusionRequests.modify.mutationOptions());
  const back = () => router.push(request ? `/transfusion-requests?open=${request.id}` : '/transfusion-requests');
  const state = useRecordForm({
    schema: formSchema,
    defaultValues: valuesOf(request, around),
    submit: async (data) => {
      if (!request) return register.send({ patientId: around.patient.id, ...data });
      try {
        return await modify.send({ id: request.id, version, ...data });
      } catch (error) {
        const found = (error as { data?: { error?: string; theirs?: Request } }).data;
        if (found?.error === 'conflict' && found.theirs) setTheirs(found.theirs);
        throw error;
      }
    },
    onDone: ({ id, no, state: stands, raised }) => {
      const isKept = stands !== 'submitted' && stands !== 'approved';
      toast(
        isKept
          ? t('saved')
          : t(stands === 'approved' ? 'sentEmergency' : raised > 0 ? 'sentRaised' : 'sent', {
              no: no ?? '',
              count: raised,
            }),
      );
      void client.invalidateQueries({ queryKey: trpc.transfusionRequests.pathKey() });
      router.push(`/transfusion-requests?open=${id}`);
    },
  });
  const { control } = state.form;
  const [lines, isEmergency, bloodHistory, reactionHistory, isAssessed] = useWatch({
    control,
    name: ['lines', 'isEmergency', 'bloodHistory', 'reactionHistory', 'isAssessed'],
  });
  const violationWords = useViolationWords(requestRecord);
  const { errors } = useFormState({ control });
  const lineFault = faultOfLines(errors.lines, violationWords);
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
          definition={requestRecord}
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
      <PatientHead
        around={around}
        now={now}
        onLeave={onLeave}
        onRepeat={(last) => state.form.setValue('lines', last.length > 0 ? last : [emptyLine])}
      />
      <RecordForm
        definition={requestRecord}
        state={state}
        sections={[
          {
            name: 'patient',
            fields: ['sickType', 'department', 'ward', 'bed', 'residence', 'feeType', 'diagnosis'],
          },
          {
            name: 'request',
            fields: [
              'isEmergency',
              'nature',
              'arrangement',
              'purpose',
              'indication',
              'plannedOn',
              'route',
              'dripRate',
              ...(around.isTitleAsked && !isEmergency ? ['applicantTitle'] : []),
            ],
          },
          { name: 'gates', fields: ['isConsented', 'isAssessed', ...(isAssessed ? ['assessment'] : [])] },
          {
            name: 'history',
            fields: [
              'bloodHistory',
              ...(bloodHistory === 'had' ? ['bloodTimes'] : []),
              'reactionHistory',
              ...(reactionHistory === 'had' ? ['reactionText'] : []),
              'allergy',
              'transplant',
              ...(isWoman ? ['gravida', 'para'] : []),
            ],
          },
        ]}
        optional={isEmergency ? [...optional, 'indication', 'bloodHistory', 'reactionHistory'] : optional}
        renderControl={{
          purpose: ({ value, onValueChange }) => (
            <PurposeInput value={String(value ?? '')} onValueChange={onValueChange} />
          ),
        }}
        now={now}
      >
        <Panel title={t('sections.blood')} isPadded>
          <Controller
            control={control}
            name="lines"
            render={({ field }) => (
              <LinesInput
                value={field.value as LineValue[]}
                countsAll={around.countsAll}
                now={now}
                fault={lineFault}
                onValueChange={field.onChange}
              />
            )}
          />
          <ApprovalNote lines={lines as LineValue[]} around={around} isEmergency={isEmergency} now={now} />
        </Panel>
        <Panel
          title={t('sections.labs')}
          note={!request && around.results ? t('resultsOffered', { day: around.results.labsOn }) : undefined}
          isPadded
        >
          <LabsInput control={control as never} now={now} />
        </Panel>
      </RecordForm>
    </Page>
  );
}

type Fault = { message?: unknown; type?: unknown; types?: unknown };

/** The first fault of the lines, whichever cell it is in, by the words of its rule. */
function faultOfLines(
  errors: unknown,
  words: (violation: { code: string; facts?: Record<string, string | number> }) => string,
): string | null {
  if (!errors || typeof errors !== 'object') return null;
  const own = errors as Fault;
  if (typeof own.message === 'string' && own.message !== '')
    return words({ code: own.message, facts: (own.types ?? {}) as Record<string, string> });
  for (const inner of Object.values(errors)) {
    const found = faultOfLines(inner, words);
    if (found) return found;
  }
  return null;
}
