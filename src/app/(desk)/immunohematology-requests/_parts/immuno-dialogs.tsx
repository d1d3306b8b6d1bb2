'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { TextInput } from '@/components/ui/text-input';
import { toast } from '@/components/ui/toast-host';
import { findingsOf } from '@/domain/immunohematology-requests/findings';
import { type Refusal, refusals } from '@/domain/immunohematology-requests/items';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { useFormat } from '@/i18n/provider';
import type { Immuno } from './immuno-types';
import { ResultsTable } from './results-table';
import { useImmunoAround } from './use-immuno-around';
import { useResultWords } from './use-result-words';

type DialogProps = { request: Immuno; onClose: () => void };

/** The tubes are read against the request, then taken. */
export function ReceiveDialog({ request, onClose }: DialogProps) {
  const { id, no } = request;
  const t = useTranslations('immunohematology-requests');
  const format = useFormat();
  const trpc = useTRPC();
  const [note, setNote] = useState('');
  const command = useCommand(trpc.immunohematologyRequests.receive.mutationOptions());
  const seen = useSeenVersion(command, request.version);
  const { history, refresh } = useImmunoAround(id);
  return (
    <CommandDialog
      command={command}
      definition={immunoRecord}
      title={t('receiveTitle', { no: no ?? '' })}
      description={t('receiveHint')}
      isDirty={note.trim() !== ''}
      missing={null}
      actionLabel={t('receive')}
      onSend={() => command.send({ id, version: seen.version, note: note.trim() })}
      onDone={() => {
        toast(t('received', { no: no ?? '' }));
        return refresh();
      }}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={immunoRecord} seen={seen} history={history} />}
    >
      {(send) => (
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            send();
          }}
        >
          <div className="border border-line-2 px-3 py-2 text-13">
            <p className="mb-1 text-16 font-bold">{request.patientLabel}</p>
            <p className="mb-1 text-12 text-ink-3">{t('tubesToCheck', { count: request.specimens.length })}</p>
            <ul>
              {request.specimens.map(({ kind, collectedAt, tubeNo }) => (
                <li key={tubeNo} className="flex gap-3">
                  <span className="font-code font-bold">{tubeNo}</span>
                  <span>{t(`options.specimenKind.${kind}`)}</span>
                  <span>{format.dateTime(new Date(collectedAt))}</span>
                </li>
              ))}
            </ul>
          </div>
          <Field label={t('receiptNote')} layout="top" isOptional>
            <TextInput value={note} maxLength={200} onValueChange={setNote} autoFocus />
          </Field>
        </form>
      )}
    </CommandDialog>
  );
}

/** Not taken: by the table, and in words that the hospital can do something with. */
export function RefuseDialog({ request, onClose }: DialogProps) {
  const { id, no } = request;
  const t = useTranslations('immunohematology-requests');
  const trpc = useTRPC();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [reason, setReason] = useState('');
  const command = useCommand(trpc.immunohematologyRequests.refuse.mutationOptions());
  const seen = useSeenVersion(command, request.version);
  const { history, refresh } = useImmunoAround(id);
  const words = reason.trim();
  return (
    <CommandDialog
      command={command}
      definition={immunoRecord}
      title={t('refuseTitle', { no: no ?? '' })}
      description={t('refuseHint')}
      isDirty={refusal !== null || words !== ''}
      missing={refusal === null ? t('needRefusal') : words.length < 2 ? t('needReason') : null}
      actionLabel={t('refuse')}
      isDanger
      onSend={() => (refusal ? command.send({ id, version: seen.version, refusal, reason: words }) : null)}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={immunoRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-3">
        <Field label={t('refusal')} layout="top">
          <Select
            items={refusals.map((value) => ({ value, label: t(`options.refusal.${value}`) }))}
            value={refusal}
            onValueChange={setRefusal}
          />
        </Field>
        <Field label={t('refusalWords')} layout="top">
          <TextInput value={reason} maxLength={200} onValueChange={setReason} />
        </Field>
      </div>
    </CommandDialog>
  );
}

/** The second person sees everything he puts his name to, and what it will say of the patient. */
export function ReviewDialog({ request, onClose }: DialogProps) {
  const { id, no, results, conclusion, advice } = request;
  const t = useTranslations('immunohematology-requests');
  const format = useFormat();
  const words = useResultWords();
  const trpc = useTRPC();
  const command = useCommand(trpc.immunohematologyRequests.review.mutationOptions());
  const seen = useSeenVersion(command, request.version);
  const { history, refresh } = useImmunoAround(id);
  const findings = findingsOf(results);
  return (
    <CommandDialog
      command={command}
      definition={immunoRecord}
      title={t('reviewTitle', { no: no ?? '' })}
      description={t('reviewHint')}
      width="wide"
      isDirty={false}
      missing={null}
      actionLabel={t('review')}
      onSend={() => command.send({ id, version: seen.version })}
      onDone={() => {
        toast(t('reported', { no: no ?? '' }));
        return refresh();
      }}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={immunoRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-2 text-14">
        <p className="text-16 font-bold">{request.patientLabel}</p>
        <ResultsTable results={results} />
        <p className="text-13 text-ink-3">{t('conclusion')}</p>
        <p className="font-bold">{conclusion}</p>
        {advice && <p>{advice}</p>}
        <p className="text-13 text-ink-3">{t('findings')}</p>
        <p className="font-bold">
          {findings.length > 0 ? format.list(findings.map(words.finding)) : t('findingsNone')}
        </p>
      </div>
    </CommandDialog>
  );
}

type ReasonedDialogProps = DialogProps & { kind: 'withdraw' | 'void' | 'send-back' | 'correct' | 'keep' };

const wordsOf = {
  withdraw: { title: 'withdrawTitle', hint: 'withdrawHint', action: 'withdraw' },
  void: { title: 'voidTitle', hint: 'voidHint', action: 'void' },
  'send-back': { title: 'sendBackTitle', hint: 'sendBackHint', action: 'sendBack' },
  correct: { title: 'correctTitle', hint: 'correctHint', action: 'correct' },
  keep: { title: 'keepTitle', hint: 'keepHint', action: 'keep' },
} as const;

/** Taken back, sent back, opened again or left as it is: always with a reason. */
export function ReasonedDialog({ kind, request, onClose }: ReasonedDialogProps) {
  const { id } = request;
  const t = useTranslations('immunohematology-requests');
  const trpc = useTRPC();
  const commands = {
    withdraw: useCommand(trpc.immunohematologyRequests.withdraw.mutationOptions()),
    void: useCommand(trpc.immunohematologyRequests.void.mutationOptions()),
    'send-back': useCommand(trpc.immunohematologyRequests.sendBack.mutationOptions()),
    correct: useCommand(trpc.immunohematologyRequests.correct.mutationOptions()),
    keep: useCommand(trpc.immunohematologyRequests.keep.mutationOptions()),
  };
  const command = commands[kind];
  const seen = useSeenVersion(command, request.version);
  const { history, refresh } = useImmunoAround(id);
  const words = wordsOf[kind];
  return (
    <ReasonDialog
      command={command}
      definition={immunoRecord}
      title={t(words.title, { no: request.no ?? '' })}
      description={t(words.hint)}
      dictionary={kind === 'void' ? 'void' : undefined}
      reasonLabel={t('reason')}
      reasonMissing={t('needReason')}
      actionLabel={t(words.action)}
      isDanger={kind === 'void' || kind === 'withdraw'}
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={immunoRecord} seen={seen} history={history} />}
    />
  );
}

export function RemoveDraftDialog({ request, onClose }: DialogProps) {
  const { id, patientLabel } = request;
  const t = useTranslations('immunohematology-requests');
  const router = useRouter();
  const trpc = useTRPC();
  const command = useCommand(trpc.immunohematologyRequests.removeDraft.mutationOptions());
  const seen = useSeenVersion(command, request.version);
  const { history, refresh } = useImmunoAround(id);
  return (
    <CommandDialog
      command={command}
      definition={immunoRecord}
      title={t('removeTitle', { name: patientLabel })}
      description={t('removeHint')}
      isDirty={false}
      missing={null}
      actionLabel={t('removeDraft')}
      isDanger
      onSend={() => command.send({ id, version: seen.version })}
      onDone={() => {
        router.push('/immunohematology-requests');
        return refresh();
      }}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={immunoRecord} seen={seen} history={history} />}
    >
      {null}
    </CommandDialog>
  );
}
