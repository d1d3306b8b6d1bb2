'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useCommand } from '@/app/_client/use-command';
import { ChangedMeanwhile, useSeenVersion } from '@/app/_dialogs/changed-meanwhile';
import { CommandDialog } from '@/app/_dialogs/command-dialog';
import { ReasonDialog } from '@/app/_dialogs/reason-dialog';
import { RemoveDraftDialog } from '@/app/_dialogs/remove-draft-dialog';
import { type Second, SecondPerson } from '@/app/_signing/second-person';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { TextInput } from '@/components/ui/text-input';
import { Textarea } from '@/components/ui/textarea';
import { digestOfCovers } from '@/domain/signatures/covers';
import { stepRoles } from '@/domain/transfusion-requests/approval';
import { coversOfStep } from '@/domain/transfusion-requests/covers';
import { requestRecord } from '@/domain/transfusion-requests/record';
import { useFormat } from '@/i18n/provider';
import type { Request } from './request-types';
import { useRequestWords } from './request-words';
import { useRequestAround } from './use-request-around';

type ApproveDialogProps = {
  request: Request;
  /** `session`: whoever is signed in; `here`: the approver, at this screen; `lab`: the transfusion department takes it up. */
  by: 'session' | 'here' | 'lab';
  onNext: () => void;
  onClose: () => void;
};

/** The step that waits, signed with a word or without; then the next row. */
export function ApproveDialog({ request, by, onNext, onClose }: ApproveDialogProps) {
  const { id, no, waitingStep, approvalRow } = request;
  const t = useTranslations('transfusion-requests');
  const format = useFormat();
  const words = useRequestWords();
  const trpc = useTRPC();
  const now = useCityNow();
  const [opinion, setOpinion] = useState('');
  const [second, setSecond] = useState<Second | null>(null);
  const commands = {
    session: useCommand(trpc.transfusionRequests.approve.mutationOptions()),
    here: useCommand(trpc.transfusionRequests.approveHere.mutationOptions()),
    lab: useCommand(trpc.transfusionRequests.accept.mutationOptions()),
  };
  const command = commands[by];
  const seen = useSeenVersion(command, request.version);
  const { history, refresh } = useRequestAround(id);
  const said = opinion.trim();
  const covers = digestOfCovers(coversOfStep({ requestId: id, version: seen.version, opinion: said }));
  const signed = second?.by === 'token' && second.covers === covers ? second.token : null;
  const who = waitingStep ? t(`chainStep.${waitingStep}`) : '';
  const verb = waitingStep && approvalRow ? words.verb(approvalRow, waitingStep) : '';
  const titles = {
    session: t('approveTitle', { no: no ?? '', who, verb }),
    here: t('approveHereTitle', { no: no ?? '', who }),
    lab: t('acceptTitle', { no: no ?? '' }),
  };
  function send() {
    const asked = { id, version: seen.version, opinion: said };
    if (by === 'lab') return commands.lab.send(asked);
    if (by === 'session') return commands.session.send(asked);
    return signed ? commands.here.send({ ...asked, signature: signed }) : null;
  }
  return (
    <CommandDialog<unknown>
      command={command}
      definition={requestRecord}
      title={titles[by]}
      description={t('approveHint', {
        patient: request.patientLabel,
        lines: format.list(request.lines.map(words.line)),
      })}
      isDirty={said !== '' || second !== null}
      missing={by === 'here' && !signed ? t('needSigner') : null}
      actionLabel={t(by === 'lab' ? 'accept' : 'approve')}
      onSend={send}
      onDone={async () => {
        await refresh();
        onNext();
      }}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={requestRecord} seen={seen} history={history} />}
    >
      {(sendNow) => (
        <>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              sendNow();
            }}
          >
            <Field label={t('opinion')} layout="top" isOptional>
              <TextInput value={opinion} maxLength={200} onValueChange={setOpinion} autoFocus />
            </Field>
          </form>
          {by === 'here' && waitingStep && (
            <>
              <p className="mt-2 text-12 text-ink-2">{t('approveHereHint')}</p>
              <SecondPerson
                definition={requestRecord}
                heading={who}
                covers={covers}
                onSecond={setSecond}
                isPhoneAllowed={false}
                refuse={(signer) => [
                  ...(stepRoles[waitingStep].some((role) => signer.roles.includes(role))
                    ? []
                    : [{ code: 'request.not_your_step', facts: { step: waitingStep } }]),
                  ...(signer.personId === request.applicantId ? [{ code: 'request.own_request' }] : []),
                ]}
                now={now}
              />
            </>
          )}
        </>
      )}
    </CommandDialog>
  );
}

type ReasonedDialogProps = { kind: 'return' | 'refuse' | 'void'; request: Request; onClose: () => void };

/** Sent back, not taken up, or voided: always with a reason. */
export function ReasonedDialog({ kind, request, onClose }: ReasonedDialogProps) {
  const { id } = request;
  const t = useTranslations('transfusion-requests');
  const common = useTranslations('common.action');
  const trpc = useTRPC();
  const commands = {
    return: useCommand(trpc.transfusionRequests.return.mutationOptions()),
    refuse: useCommand(trpc.transfusionRequests.refuse.mutationOptions()),
    void: useCommand(trpc.transfusionRequests.void.mutationOptions()),
  };
  const command = commands[kind];
  const seen = useSeenVersion(command, request.version);
  const { history, refresh } = useRequestAround(id);
  return (
    <ReasonDialog
      command={command}
      definition={requestRecord}
      title={t(`${kind}Title`, { no: request.no ?? '' })}
      description={t(`${kind}Hint`)}
      dictionary={kind === 'void' ? 'void' : 'request-return'}
      reasonLabel={t(kind === 'void' ? 'voidReason' : 'returnReason')}
      reasonMissing={t('needReason')}
      actionLabel={kind === 'void' ? common('void') : t(kind)}
      isDanger={kind === 'void'}
      onSend={(reason) => command.send({ id, version: seen.version, reason })}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={requestRecord} seen={seen} history={history} />}
    />
  );
}

type DialogProps = { request: Request; onClose: () => void };

export function RemoveRequestDraft({ request, onClose }: DialogProps) {
  const command = useCommand(useTRPC().transfusionRequests.removeDraft.mutationOptions());
  const around = useRequestAround(request.id);
  const facts = { name: request.patientLabel };
  return <RemoveDraftDialog {...{ command, around, facts, onClose }} definition={requestRecord} draft={request} />;
}

/** 补办 of consent and assessment; who has to sign does so for himself. */
export function SupplyDialog({ request, onClose }: DialogProps) {
  const { id } = request;
  const t = useTranslations('transfusion-requests');
  const trpc = useTRPC();
  const [isConsented, setConsented] = useState(request.isConsented);
  const [isAssessed, setAssessed] = useState(request.isAssessed);
  const [assessment, setAssessment] = useState(request.assessment);
  const command = useCommand(trpc.transfusionRequests.supplyPapers.mutationOptions());
  const seen = useSeenVersion(command, request.version);
  const { history, refresh } = useRequestAround(id);
  const isChanged = isConsented !== request.isConsented || isAssessed !== request.isAssessed;
  return (
    <CommandDialog
      command={command}
      definition={requestRecord}
      title={t('supplyTitle', { no: request.no ?? '' })}
      description={t('supplyHint')}
      isDirty={isChanged}
      missing={isChanged ? null : t('needSupply')}
      actionLabel={t('supply')}
      onSend={() => command.send({ id, version: seen.version, isConsented, isAssessed, assessment: assessment.trim() })}
      onDone={refresh}
      onClose={onClose}
      meanwhile={<ChangedMeanwhile definition={requestRecord} seen={seen} history={history} />}
    >
      <div className="flex flex-col gap-2 text-14">
        <Checkbox isChecked={isConsented} isDisabled={request.isConsented} onCheckedChange={setConsented}>
          {t('fields.isConsented')} {t('options.isConsented.true')}
        </Checkbox>
        <Checkbox isChecked={isAssessed} isDisabled={request.isAssessed} onCheckedChange={setAssessed}>
          {t('fields.isAssessed')} {t('options.isAssessed.true')}
        </Checkbox>
        {isAssessed && (
          <Field label={t('fields.assessment')} layout="top">
            <Textarea rows={2} maxLength={200} value={assessment} onValueChange={setAssessment} />
          </Field>
        )}
      </div>
    </CommandDialog>
  );
}
