'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Button, buttonClasses } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import { can } from '@/domain/permissions';
import { stepRoles } from '@/domain/transfusion-requests/approval';
import { isEditable, isOpen, requestLifecycle } from '@/domain/transfusion-requests/lifecycle';
import { requestRecord } from '@/domain/transfusion-requests/record';
import { RequestChain } from './request-chain';
import { ApproveDialog, ReasonedDialog, RemoveRequestDraft, SupplyDialog } from './request-dialogs';
import type { Request, RequestRights } from './request-types';
import { SubmitRequest } from './submit-request';

type RequestDrawerProps = { id: string; rights: RequestRights; onNext: () => void; onClose: () => void };

const historyDefinition = {
  ...requestRecord,
  fields: {
    ...requestRecord.fields,
    round: { kind: 'number' },
    abo: { kind: 'text' },
    rhd: { kind: 'text' },
    groupDeterminations: { kind: 'number' },
    updatedAt: { kind: 'instant' },
  },
} as const satisfies typeof requestRecord;

export function RequestDrawer({ id, rights, onNext, onClose }: RequestDrawerProps) {
  const t = useTranslations('transfusion-requests');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.transfusionRequests.get.queryOptions({ id }));
  const history = useQuery(trpc.transfusionRequests.history.queryOptions({ id }));
  const title = data?.no ?? t('title');
  return (
    <Drawer
      title={title}
      label={title}
      width={480}
      status={data && <StateMark definition={requestRecord} state={data.state} />}
      onClose={onClose}
      footer={data && <RequestActions request={data} rights={rights} onNext={onNext} />}
    >
      {error && <FailurePanel definition={requestRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={12} />}
      {data && (
        <>
          <RequestChain request={data} mayTest={can(rights.roles, 'specimens.test')} now={now} />
          <div className="border-b border-line px-4 py-3">
            <RecordDetail definition={requestRecord} record={data} fields={detailFields(data)} now={now} />
          </div>
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={historyDefinition} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}

function detailFields(request: Request): string[] {
  const had = (name: keyof Request) => (request[name] === null || request[name] === '' ? [] : [name]);
  return [
    'sickType',
    'department',
    ...had('ward'),
    ...had('bed'),
    ...had('residence'),
    ...had('feeType'),
    'diagnosis',
    'purpose',
    ...had('indication'),
    'nature',
    'arrangement',
    'plannedOn',
    'isConsented',
    'isAssessed',
    ...had('assessment'),
    ...had('bloodHistory'),
    ...had('bloodTimes'),
    ...had('reactionHistory'),
    ...had('reactionText'),
    ...had('allergy'),
    ...had('gravida'),
    ...had('para'),
    ...had('transplant'),
    ...had('route'),
    ...had('dripRate'),
    'printCount',
  ];
}

type RequestActionsProps = { request: Request; rights: RequestRights; onNext: () => void };

function RequestActions({ request, rights, onNext }: RequestActionsProps) {
  const t = useTranslations('transfusion-requests');
  const common = useTranslations('common.action');
  const open = useOpenDialog();
  const { id, state, waitingStep } = request;
  const isMyStep = waitingStep !== null && rights.roles.some((role) => stepRoles[waitingStep].includes(role));
  const mayReturn = isMyStep && requestLifecycle.actions.return.from.some((from) => from === state);
  const reason = request.isMine ? t('ownRequest') : request.hasSigned ? t('signedBefore') : null;
  const approve = () =>
    open((close) => <ApproveDialog request={request} by="session" onNext={onNext} onClose={close} />);
  const accept = () => open((close) => <ApproveDialog request={request} by="lab" onNext={onNext} onClose={close} />);
  const signHere = () => open((close) => <ApproveDialog request={request} by="here" onNext={onNext} onClose={close} />);
  const mayApprove = rights.mayApprove && isMyStep && !reason;
  const mayAccept = rights.mayAccept && state === 'approved';
  const maySignHere = rights.mayApproveHere && waitingStep !== null && (!isMyStep || reason !== null);
  useKey('a', mayApprove ? approve : mayAccept ? accept : signHere, {
    isEnabled: mayApprove || mayAccept || maySignHere,
  });
  const isOwed =
    request.isEmergency &&
    ['approved', 'accepted', 'completed'].includes(state) &&
    !(request.isConsented && request.isAssessed);
  const mayVoid =
    rights.mayVoid &&
    requestLifecycle.actions.void.from.some((from) => from === state) &&
    request.issues.every((issue) => issue.state === 'void');
  const mayRefuse = rights.mayAccept && isOpen(state) && request.issues.every((issue) => issue.state === 'void');
  return (
    <>
      {rights.mayPrint && state !== 'draft' && (
        <a
          href={`/transfusion-requests/${id}/print`}
          target="_blank"
          rel="noreferrer"
          className={buttonClasses('secondary', 'md')}
        >
          {common('print')}
        </a>
      )}
      {rights.mayRegister && state === 'draft' && (
        <Button
          variant="danger"
          onClick={() => open((close) => <RemoveRequestDraft request={request} onClose={close} />)}
        >
          {t('removeDraft')}
        </Button>
      )}
      {mayVoid && (
        <Button
          variant="danger"
          onClick={() => open((close) => <ReasonedDialog kind="void" request={request} onClose={close} />)}
        >
          {common('void')}
        </Button>
      )}
      {rights.mayRegister && isOwed && (
        <Button onClick={() => open((close) => <SupplyDialog request={request} onClose={close} />)}>
          {t('supply')}
        </Button>
      )}
      {rights.mayRegister && isEditable(state) && (
        <>
          <Link href={`/transfusion-requests/${id}/modify`} className={buttonClasses('secondary', 'md')}>
            {common('edit')}
          </Link>
          <SubmitRequest request={request} />
        </>
      )}
      {mayRefuse && (
        <Button onClick={() => open((close) => <ReasonedDialog kind="refuse" request={request} onClose={close} />)}>
          {t('refuse')}
        </Button>
      )}
      {mayReturn && !reason && (
        <Button onClick={() => open((close) => <ReasonedDialog kind="return" request={request} onClose={close} />)}>
          {t('return')}
        </Button>
      )}
      {maySignHere && (
        <Button {...(mayAccept ? {} : { kbd: 'A' as const })} onClick={signHere}>
          {t('approveHere')}
        </Button>
      )}
      {mayAccept && (
        <Button variant="primary" kbd="A" onClick={accept}>
          {t('accept')}
        </Button>
      )}
      {rights.mayApprove && isMyStep && !reason && (
        <Button variant="primary" kbd="A" onClick={approve}>
          {t(request.isEmergency ? 'approveEmergency' : 'approve')}
        </Button>
      )}
    </>
  );
}
