'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { DraftNote } from '@/app/_client/draft-note';
import { useCityNow } from '@/app/_client/live';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
import { useDraft } from '@/app/_client/use-draft';
import { useStoredDraft } from '@/app/_client/use-stored-draft';
import { DraftGate, type OpenDraft } from '@/app/_shell/draft-gate';
import { Page } from '@/app/_shell/page';
import { FailurePanel } from '@/components/record/failure-panel';
import { useRecordWords } from '@/components/record/record-words';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { DateInput } from '@/components/ui/date-input';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import type { PickerItem } from '@/components/ui/picker-item';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { toast } from '@/components/ui/toast-host';
import { useKey } from '@/components/ui/use-key';
import { asaGrades, autologousTypes, salvagePhases } from '@/domain/autologous-transfusions/kinds';
import { autologousRecord } from '@/domain/autologous-transfusions/record';
import { ownDraft } from '@/domain/own-draft';

/** The entry as it stands, and as the draft keeps it. */
const planEntry = z.object({
  type: z.enum(autologousTypes),
  phase: z.enum(salvagePhases).nullable(),
  patient: z.object({ value: z.string(), label: z.string() }).nullable(),
  diagnosis: z.string(),
  operation: z.string(),
  asa: z.enum(asaGrades),
  plannedOn: z.string().nullable(),
  remark: z.string(),
});
type PlanEntry = z.output<typeof planEntry>;

const emptyEntry: PlanEntry = {
  type: 'predeposit',
  phase: null,
  patient: null,
  diagnosis: '',
  operation: '',
  asa: '2',
  plannedOn: null,
  remark: '',
};

/** What an earlier sitting left; nothing for what an older release wrote otherwise. */
function openEntry(body: unknown): PlanEntry {
  const parsed = planEntry.safeParse(body);
  return parsed.success ? parsed.data : emptyEntry;
}

/** 登记: which way, whose blood, for which operation. */
export function PlanPage() {
  const t = useTranslations('autologous-transfusions');
  const trpc = useTRPC();
  const draft = useStoredDraft(
    trpc.autologousTransfusions.draft.queryOptions({ subjectId: ownDraft }),
    trpc.autologousTransfusions.saveDraft.mutationKey(),
  );
  return (
    <DraftGate title={t('createTitle')} definition={autologousRecord} draft={draft}>
      {(stored) => <Planning stored={stored} />}
    </DraftGate>
  );
}

function Planning({ stored }: { stored: OpenDraft | null }) {
  const t = useTranslations('autologous-transfusions');
  const words = useRecordWords(autologousRecord);
  const router = useRouter();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const cache = useQueryClient();
  const now = useCityNow(60_000);
  const [entry, setEntry] = useState(() => openEntry(stored?.body));
  const { type, phase, patient, diagnosis, operation, asa, plannedOn, remark } = entry;
  const change = (more: Partial<PlanEntry>) => setEntry((before) => ({ ...before, ...more }));
  const command = useCommand(trpc.autologousTransfusions.plan.mutationOptions());
  const { draftState, settleDraft } = useDraft({
    stored,
    body: entry,
    isEmpty: entry === emptyEntry,
    isOpen: command.state !== 'saved',
    isSent: command.isUnanswered,
    entryKeys: [command.key],
    saving: trpc.autologousTransfusions.saveDraft.mutationOptions(),
    subjectId: ownDraft,
  });
  const findPatients = useCallback(
    async (text: string): Promise<PickerItem[]> => {
      if (text.trim() === '') return [];
      const found = await client.patients.find.query({ text });
      return found.map(({ id, name, mrn }) => ({ value: id, label: `${name} ${mrn}` }));
    },
    [client],
  );
  const missing = command.isUnanswered
    ? null
    : !patient
      ? t('entry.needsPatient')
      : diagnosis.trim() === ''
        ? t('entry.needsDiagnosis')
        : operation.trim() === ''
          ? t('entry.needsOperation')
          : type === 'salvage' && phase === null
            ? t('entry.needsPhase')
            : null;
  function send() {
    if (missing || !patient || isSending(command) || command.state === 'saved') return;
    const sending = command.isUnanswered
      ? command.sendAgain()
      : command.send(
          {
            type,
            phase: type === 'salvage' ? phase : null,
            patientId: patient.value,
            diagnosis: diagnosis.trim(),
            operation: operation.trim(),
            asa,
            plannedOn,
            remark: remark.trim(),
          },
          settleDraft,
        );
    void sending.then(
      ({ id, no }) => {
        toast(t('planned', { no }));
        void cache.invalidateQueries({ queryKey: trpc.autologousTransfusions.pathKey() });
        router.push(`/autologous-transfusions?open=${id}`);
      },
      () => undefined,
    );
  }
  useKey('Ctrl Enter', () => void send(), { reach: 'form' });
  useKey('Esc', () => router.push('/autologous-transfusions'));
  return (
    <Page
      title={t('createTitle')}
      scroll="page"
      note={<DraftNote state={draftState} />}
      actions={
        <Button
          variant="primary"
          kbd="Ctrl Enter"
          disabledReason={missing}
          isPending={isSending(command)}
          onClick={send}
        >
          {t('entry.submit')}
        </Button>
      }
    >
      {command.failure && <FailurePanel definition={autologousRecord} failure={command.failure} />}
      <Panel isPadded className="max-w-[720px]">
        <div className="grid grid-cols-2 gap-x-4 gap-y-3">
          <Field label={t('fields.type')} layout="top" isGroup>
            <SegmentedControl
              items={autologousTypes.map((value) => ({ value, label: t(`options.type.${value}`) }))}
              value={type}
              onValueChange={(next) => change({ type: next })}
            />
          </Field>
          {type === 'salvage' ? (
            <Field label={t('fields.phase')} layout="top" isGroup>
              <SegmentedControl
                items={salvagePhases.map((value) => ({ value, label: t(`options.phase.${value}`) }))}
                value={phase}
                onValueChange={(next) => change({ phase: next })}
              />
            </Field>
          ) : (
            <span />
          )}
          <Field label={t('fields.patientId')} layout="top" className="col-span-2">
            <Combobox
              loadItems={findPatients}
              value={patient}
              onValueChange={(next) => change({ patient: next })}
              placeholder={t('entry.findPatient')}
              isClearable
            />
          </Field>
          <Field label={t('fields.diagnosis')} layout="top">
            <TextInput value={diagnosis} maxLength={120} onValueChange={(next) => change({ diagnosis: next })} />
          </Field>
          <Field label={t('fields.operation')} layout="top">
            <TextInput value={operation} maxLength={120} onValueChange={(next) => change({ operation: next })} />
          </Field>
          <Field label={t('fields.asa')} layout="top">
            <Select
              items={asaGrades.map((value) => ({ value, label: words.option('asa', value) }))}
              value={asa}
              onValueChange={(next) => change({ asa: next })}
            />
          </Field>
          <Field label={t('fields.plannedOn')} layout="top" isOptional>
            <DateInput
              value={plannedOn}
              onValueChange={(next) => change({ plannedOn: next })}
              {...(now ? { now } : {})}
            />
          </Field>
          <Field label={t('fields.remark')} layout="top" isOptional className="col-span-2">
            <TextInput value={remark} maxLength={200} onValueChange={(next) => change({ remark: next })} />
          </Field>
        </div>
      </Panel>
    </Page>
  );
}
