'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { SignSlot } from '@/app/_signing/sign-slot';
import { SignedMark } from '@/app/_signing/signed-mark';
import { useBadge } from '@/app/_signing/use-badge';
import { type SignMethod, useSigning } from '@/app/_signing/use-signing';
import { FailurePanel } from '@/components/record/failure-panel';
import { playTone } from '@/components/scan/scan-sounds';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { coversOfTask } from '@/domain/clinical-issues/covers';
import type { CrossmatchInput } from '@/domain/clinical-issues/schema';
import { isNotedTask, isSignedTask, refuseSettler } from '@/domain/clinical-issues/settle';
import { digestOfCovers } from '@/domain/signatures/covers';
import { CrossmatchDialog } from './crossmatch-dialog';
import { type IssueDetail, type IssueTask, issueModule } from './issue-types';

type SettleDialogProps = { issue: IssueDetail; task: IssueTask; onClose: () => void };

/** What an emergency left open: a signature by somebody else, the crossmatch of each bag, or how a duty was done. */
export function SettleDialog({ issue, task, onClose }: SettleDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const t = useTranslations('clinical-issues');
  const now = useCityNow();
  const [note, setNote] = useState('');
  const [crossmatches, setCrossmatches] = useState<readonly { unitId: string; crossmatch: CrossmatchInput }[]>([]);
  const [isLeaving, setIsLeaving] = useState(false);
  const issuerIds = issue.signatures.flatMap(({ meaning, personId }) => (meaning === 'issued' ? [personId] : []));
  const role = typeof task.facts.role === 'string' ? task.facts.role : undefined;
  const signing = useSigning<'signer'>(now, {
    refuse: { signer: (signer) => refuseSettler({ kind: task.kind, role }, signer, issuerIds) },
  });
  const command = useCommand(trpc.clinicalIssues.settle.mutationOptions());
  const needsSignature = isSignedTask(task.kind);
  const covers = digestOfCovers(coversOfTask({ taskId: task.id, issueId: issue.id, kind: task.kind }));
  const signed = signing.fits('signer', covers);
  const sign = (method: SignMethod) => signing.sign('signer', method, covers);
  useBadge({
    isEnabled: needsSignature && !signed && !command.isClosed,
    isListening: needsSignature,
    now,
    onBadge: (badge) => void sign({ method: 'badge', badge }).then((isSigned) => playTone(isSigned ? 'ok' : 'refuse')),
  });

  const wanted = task.kind === 'retrospective_crossmatch' ? ((task.facts.unitIds as string[] | undefined) ?? []) : [];
  const nextUnit = wanted.find((unitId) => !crossmatches.some((line) => line.unitId === unitId));
  const nextLine = issue.lines.find((line) => line.unitId === nextUnit);
  const isCrossmatching = wanted.length > 0;
  const isNoteOptional = (needsSignature || isCrossmatching) && !isNotedTask(task.kind);
  const missing =
    needsSignature && !signed
      ? t('settle.signMissing')
      : isNoteOptional || note.trim().length >= 2
        ? null
        : t('settle.noteMissing');
  const send = () =>
    command.send({
      taskId: task.id,
      note: note.trim(),
      crossmatches: [...crossmatches],
      ...(signed ? { signature: signed.token } : {}),
    });

  // Saved only as a whole: whoever leaves in between says so.
  const leave = () => (crossmatches.length > 0 ? setIsLeaving(true) : onClose());
  const question = isLeaving ? (
    <AlertDialog
      isOpen
      onClose={() => setIsLeaving(false)}
      title={t('settle.unsaved', { count: crossmatches.length })}
      cancelLabel={t('settle.goOn')}
      actionLabel={t('settle.drop')}
      tone="danger"
      onAction={onClose}
    >
      {t('settle.unsavedWhy', { count: crossmatches.length })}
    </AlertDialog>
  ) : null;

  if (isCrossmatching && nextLine)
    return (
      <CrossmatchDialog
        key={nextLine.unitId}
        bag={nextLine}
        carried={carried(crossmatches)}
        isSingleDuty={false}
        isAfterwards
        now={now}
        hasNext={crossmatches.length + 1 < wanted.length}
        onSave={(crossmatch) => setCrossmatches((before) => [...before, { unitId: nextLine.unitId, crossmatch }])}
        onClose={leave}
        question={question}
      />
    );
  return (
    <CommandDialog
      command={command}
      definition={issueModule}
      title={t(`tasks.${task.kind as 'second_signature'}`)}
      description={needsSignature ? t('settle.signHint') : isCrossmatching ? t('settle.crossmatchHint') : issue.no}
      isDirty={note.trim() !== '' || signed !== null || crossmatches.length > 0}
      missing={missing}
      actionLabel={t('settle.save')}
      onSend={send}
      onDone={() => client.invalidateQueries({ queryKey: trpc.clinicalIssues.pathKey() })}
      onClose={onClose}
    >
      <div className="flex flex-col gap-2">
        {signing.failure && <FailurePanel definition={issueModule} failure={signing.failure.failure} />}
        {needsSignature &&
          (signed ? (
            <SignedMark onForget={() => signing.forget('signer')}>{signed.name}</SignedMark>
          ) : (
            <SignSlot label={t('settle.sign')} isPending={signing.isPending} onSign={(method) => void sign(method)} />
          ))}
        <Field label={t('settle.note')} layout="top" isOptional={isNoteOptional} className="w-full">
          <Textarea rows={2} maxLength={200} value={note} onValueChange={setNote} />
        </Field>
      </div>
    </CommandDialog>
  );
}

function carried(done: readonly { crossmatch: CrossmatchInput }[]): Partial<CrossmatchInput> {
  const last = done.at(-1)?.crossmatch;
  if (!last) return {};
  const { method, testedBy, checkedBy, testedAt, specimenNo, specimenDrawnAt } = last;
  return { method, testedBy, testedAt, specimenNo, specimenDrawnAt, ...(checkedBy ? { checkedBy } : {}) };
}
