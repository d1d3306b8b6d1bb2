'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC, useTRPCClient } from '@/app/_client/trpc';
import { isSending, useCommand } from '@/app/_client/use-command';
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

/** 登记: which way, whose blood, for which operation. */
export function PlanPage() {
  const t = useTranslations('autologous-transfusions');
  const words = useRecordWords(autologousRecord);
  const router = useRouter();
  const trpc = useTRPC();
  const client = useTRPCClient();
  const cache = useQueryClient();
  const now = useCityNow(60_000);
  const [type, setType] = useState<(typeof autologousTypes)[number]>('predeposit');
  const [phase, setPhase] = useState<(typeof salvagePhases)[number] | null>(null);
  const [patient, setPatient] = useState<PickerItem | null>(null);
  const [diagnosis, setDiagnosis] = useState('');
  const [operation, setOperation] = useState('');
  const [asa, setAsa] = useState<(typeof asaGrades)[number]>('2');
  const [plannedOn, setPlannedOn] = useState<string | null>(null);
  const [remark, setRemark] = useState('');
  const command = useCommand(trpc.autologousTransfusions.plan.mutationOptions());
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
      : command.send({
          type,
          phase: type === 'salvage' ? phase : null,
          patientId: patient.value,
          diagnosis: diagnosis.trim(),
          operation: operation.trim(),
          asa,
          plannedOn,
          remark: remark.trim(),
        });
    void sending.then(
      ({ id, no }) => {
        toast(t('planned', { no }));
        void cache.invalidateQueries({ queryKey: trpc.autologousTransfusions.pathKey() });
        router.push(`/autologous-transfusions?open=${id}`);
      },
      () => undefined,
    );
  }
  useKey('Ctrl Enter', (event) => event.repeat || send(), { reach: 'form' });
  useKey('Esc', () => router.push('/autologous-transfusions'));
  return (
    <Page
      title={t('createTitle')}
      scroll="page"
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
              onValueChange={setType}
            />
          </Field>
          {type === 'salvage' ? (
            <Field label={t('fields.phase')} layout="top" isGroup>
              <SegmentedControl
                items={salvagePhases.map((value) => ({ value, label: t(`options.phase.${value}`) }))}
                value={phase}
                onValueChange={setPhase}
              />
            </Field>
          ) : (
            <span />
          )}
          <Field label={t('fields.patientId')} layout="top" className="col-span-2">
            <Combobox
              loadItems={findPatients}
              value={patient}
              onValueChange={setPatient}
              placeholder={t('entry.findPatient')}
              isClearable
            />
          </Field>
          <Field label={t('fields.diagnosis')} layout="top">
            <TextInput value={diagnosis} maxLength={120} onValueChange={setDiagnosis} />
          </Field>
          <Field label={t('fields.operation')} layout="top">
            <TextInput value={operation} maxLength={120} onValueChange={setOperation} />
          </Field>
          <Field label={t('fields.asa')} layout="top">
            <Select
              items={asaGrades.map((value) => ({ value, label: words.option('asa', value) }))}
              value={asa}
              onValueChange={setAsa}
            />
          </Field>
          <Field label={t('fields.plannedOn')} layout="top" isOptional>
            <DateInput value={plannedOn} onValueChange={setPlannedOn} {...(now ? { now } : {})} />
          </Field>
          <Field label={t('fields.remark')} layout="top" isOptional className="col-span-2">
            <TextInput value={remark} maxLength={200} onValueChange={setRemark} />
          </Field>
        </div>
      </Panel>
    </Page>
  );
}
