'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { type Second, SecondPerson } from '@/app/_signing/second-person';
import { useScanner } from '@/components/scan/use-scanner';
import { Field } from '@/components/ui/field';
import { GroupPlate } from '@/components/ui/group-plate';
import { Textarea } from '@/components/ui/textarea';
import { coversOfIdentity } from '@/domain/clinical-issues/covers';
import { refuseSelf } from '@/domain/clinical-issues/identify';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { digestOfCovers } from '@/domain/signatures/covers';
import { type FirstScan, readFirstScan } from './first-scan';
import { type FoundPatient, type IssueDetail, issueModule } from './issue-types';
import { PatientSearch } from './patient-search';

type IdentifyDialogProps = { issue: IssueDetail; onClose: () => void };

/** Who an unidentified patient turned out to be: said once, by two people. */
export function IdentifyDialog({ issue, onClose }: IdentifyDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('clinical-issues.identify');
  const now = useCityNow(60_000);
  const [patient, setPatient] = useState<FoundPatient | null>(null);
  const [scanned, setScanned] = useState<FirstScan | null>(null);
  const [reason, setReason] = useState('');
  const [second, setSecond] = useState<Second | null>(null);
  const command = useCommand(trpc.clinicalIssues.identify.mutationOptions());
  const seen = useSeenVersion(command, issue.version);
  const history = useQuery(trpc.clinicalIssues.history.queryOptions({ id: issue.id }));
  const isReasoned = reason.trim().length >= 2;
  const covers =
    patient && isReasoned ? digestOfCovers(coversOfIdentity({ issueId: issue.id, patientId: patient.id })) : null;
  const signed = second?.by === 'token' && second.covers === covers ? second : null;
  const missing = !patient ? t('choose') : !isReasoned ? t('needsReason') : !signed ? t('unsigned') : null;

  useScanner({
    on: 'dialog',
    onScan: (raw) => {
      const scan = readFirstScan(raw, now ?? new Date(0));
      // A badge signs, below.
      if (scan.kind !== 'badge' && !command.isClosed) setScanned(scan);
    },
  });

  function send() {
    if (!patient || !signed) return null;
    return command.send({
      id: issue.id,
      version: seen.version,
      patientId: patient.id,
      reason: reason.trim(),
      signature: signed.token,
    });
  }
  return (
    <CommandDialog
      command={command}
      definition={issueModule}
      title={t('title', { no: issue.no })}
      description={t('hint')}
      isDirty={patient !== null || reason.trim() !== '' || second !== null}
      missing={missing}
      actionLabel={t('save')}
      onSend={send}
      onDone={() => client.invalidateQueries({ queryKey: trpc.clinicalIssues.pathKey() })}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={clinicalIssueRecord} seen={seen} history={history} />}
    >
      <PatientSearch scanned={scanned} now={now} onFound={setPatient} />
      {patient && (
        <p className="mt-2 flex items-center gap-3 text-14">
          {t('as')}
          <GroupPlate abo={patient.abo} rhd={patient.rhd === 'unknown' ? 'unspecified' : patient.rhd} />
          <strong>{patient.name}</strong>
          <span className="font-code">{patient.mrn}</span>
        </p>
      )}
      <Field label={t('reason')} layout="top" className="mt-2">
        <Textarea rows={2} maxLength={200} value={reason} onValueChange={setReason} />
      </Field>
      <SecondPerson
        definition={issueModule}
        covers={covers}
        onSecond={setSecond}
        isPhoneAllowed={false}
        refuse={refuseSelf}
        now={now}
      />
    </CommandDialog>
  );
}
