'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { FailurePanel } from '@/components/record/failure-panel';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { StatusMark } from '@/components/ui/status-mark';
import { Textarea } from '@/components/ui/textarea';
import { coversOfIdentity } from '@/domain/clinical-issues/covers';
import { digestOfCovers } from '@/domain/signatures/covers';
import { type FoundPatient, type IssueDetail, issueModule } from './issue-types';
import { PatientSearch } from './patient-search';
import { SignSlot } from './sign-slot';
import { useSigning } from './use-signing';

type IdentifyDialogProps = { issue: IssueDetail; onClose: () => void };

/** Who an unidentified patient turned out to be: said once, by two people. */
export function IdentifyDialog({ issue, onClose }: IdentifyDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('clinical-issues.identify');
  const now = useCityNow(60_000);
  const [patient, setPatient] = useState<FoundPatient | null>(null);
  const [reason, setReason] = useState('');
  const signing = useSigning<'second'>(now);
  const command = useCommand(trpc.clinicalIssues.identify.mutationOptions());
  const covers = digestOfCovers(coversOfIdentity({ issueId: issue.id, patientId: patient?.id ?? '' }));
  const signed = patient ? signing.fits('second', covers) : null;
  const missing = !patient ? t('choose') : reason.trim().length < 2 ? t('reason') : !signed ? t('unsigned') : null;

  async function send() {
    if (!patient || !signed || missing) return;
    try {
      await command.send({
        id: issue.id,
        version: issue.version,
        patientId: patient.id,
        reason: reason.trim(),
        signature: signed.token,
      });
      await client.invalidateQueries({ queryKey: trpc.clinicalIssues.pathKey() });
      onClose();
    } catch {
      // shown by the panel
    }
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('title', { no: issue.no })}
      description={t('hint')}
      footer={
        <Button
          variant="primary"
          disabledReason={missing}
          isPending={command.state === 'saving' || command.state === 'unknown'}
          onClick={() => void send()}
        >
          {t('save')}
        </Button>
      }
    >
      {command.failure && <FailurePanel definition={issueModule} failure={command.failure} />}
      {signing.failure && <FailurePanel definition={issueModule} failure={signing.failure.failure} />}
      <PatientSearch scanned={null} now={now} onFound={setPatient} />
      {patient && (
        <p className="mt-2 flex items-center gap-3 text-14">
          {t('as')}
          <GroupPlate abo={patient.abo} rhd={patient.rhd === 'unknown' ? 'unspecified' : patient.rhd} />
          <strong>{patient.name}</strong>
          <span className="font-code">{patient.mrn}</span>
        </p>
      )}
      <Field label={t('reason')} layout="top" className="mt-2">
        <Textarea rows={2} value={reason} onValueChange={setReason} />
      </Field>
      {patient &&
        (signed ? (
          <StatusMark tone="done">{signed.name}</StatusMark>
        ) : (
          <SignSlot
            label={t('sign')}
            isPending={signing.isPending}
            onSign={(method) => void signing.sign('second', method, covers)}
          />
        ))}
    </Dialog>
  );
}
