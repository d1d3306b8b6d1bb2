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
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { bloodUsePlanRecord } from '@/domain/blood-use-plans/record';
import { unsettledOf } from '@/domain/blood-use-plans/rules';
import { useFormat } from '@/i18n/provider';
import { AnswerPlanDialog } from './answer-plan-dialog';
import { ChangePlanDialog } from './change-plan-dialog';
import { PlanExecution } from './plan-execution';
import { PlanLines } from './plan-lines';
import { RemovePlanDraft, SendBackDialog, VoidPlanDialog } from './plan-reasons';
import type { Plan, PlanRights } from './plan-types';
import { usePlanWords } from './use-plan-words';

const historyDefinition = {
  ...bloodUsePlanRecord,
  fields: {
    ...bloodUsePlanRecord.fields,
    measure: { kind: 'choice', options: ['red_cells', 'platelets', 'plasma', 'cryo'] },
    changed: { kind: 'number' },
  },
} as const satisfies typeof bloodUsePlanRecord;

type PlanDrawerProps = { id: string; rights: PlanRights; onClose: () => void };

/** One plan: what was asked and granted, what was drawn from it, what was changed. */
export function PlanDrawer({ id, rights, onClose }: PlanDrawerProps) {
  const t = useTranslations('blood-use-plans');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.bloodUsePlans.get.queryOptions({ id }));
  const history = useQuery(trpc.bloodUsePlans.history.queryOptions({ id }));
  const title = data?.no ?? t('title');
  return (
    <Drawer
      title={title}
      label={title}
      width={480}
      status={data && <StateMark definition={bloodUsePlanRecord} state={data.state} />}
      onClose={onClose}
      footer={data && <PlanActions plan={data} rights={rights} />}
    >
      {error && <FailurePanel definition={bloodUsePlanRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={10} />}
      {data && (
        <>
          <Unsettled plan={data} />
          {data.state === 'returned' && data.reason && (
            <Banner tone="stop">
              <strong>{t('states.returned')}</strong>
              <p>{data.reason}</p>
            </Banner>
          )}
          <PlanLines plan={data} />
          {data.state === 'approved' && <PlanExecution plan={data} now={now} />}
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={bloodUsePlanRecord}
              record={{ ...data, year: String(data.year) }}
              fields={[
                'year',
                'orgId',
                ...(data.reviewOrgId ? ['reviewOrgId'] : []),
                'createdBy',
                'submittedAt',
                'reviewedBy',
                'reviewedAt',
                'approvedBy',
                'approvedAt',
                ...(data.remark ? ['remark'] : []),
              ]}
              organisations={data.organisations}
              now={now}
            />
          </div>
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel
              definition={historyDefinition}
              entries={history.data ?? []}
              organisations={data.organisations}
              now={now}
            />
          </section>
        </>
      )}
    </Drawer>
  );
}

/** 超计划 that nobody has settled, since when, and by when it should be. */
function Unsettled({ plan }: { plan: Plan }) {
  const t = useTranslations('blood-use-plans');
  const format = useFormat();
  const words = usePlanWords();
  const over = plan.accounts.filter((account) => account.kind === 'overdraft' && unsettledOf(account) > 0);
  if (over.length === 0) return null;
  const amounts = format.list(over.map((account) => words.line(account.measure, unsettledOf(account))));
  return (
    <Banner tone="warn">
      <strong>{t('unsettled', { amounts })}</strong>
      {plan.settleBy && <p>{t('settleBy', { day: plan.settleBy.since, due: plan.settleBy.due })}</p>}
      <p className="text-12">{t('settleRule')}</p>
    </Banner>
  );
}

function PlanActions({ plan, rights }: { plan: Plan; rights: PlanRights }) {
  const t = useTranslations('blood-use-plans');
  const common = useTranslations('common.action');
  const open = useOpenDialog();
  const { id, state } = plan;
  if (rights.isOffice) {
    const isMunicipal = plan.partyOrgId === rights.orgId;
    const mayReview =
      rights.mayReview && state === 'submitted' && (plan.reviewOrgId ?? plan.partyOrgId) === rights.orgId;
    const mayApprove = rights.mayApprove && state === 'reviewed' && isMunicipal;
    return (
      <>
        {rights.mayReview && (state === 'submitted' || state === 'reviewed') && (
          <Button onClick={() => open((close) => <SendBackDialog plan={plan} onClose={close} />)}>
            {t('sendBack')}
          </Button>
        )}
        {mayReview && (
          <Button
            variant="primary"
            onClick={() => open((close) => <AnswerPlanDialog plan={plan} step="review" onClose={close} />)}
          >
            {t('review')}
          </Button>
        )}
        {mayApprove && (
          <Button
            variant="primary"
            disabledReason={plan.isReviewer ? t('reviewerMayNotApprove') : null}
            onClick={() => open((close) => <AnswerPlanDialog plan={plan} step="approve" onClose={close} />)}
          >
            {t('approve')}
          </Button>
        )}
        {rights.mayApprove && state === 'approved' && isMunicipal && (
          <Button variant="primary" onClick={() => open((close) => <ChangePlanDialog plan={plan} onClose={close} />)}>
            {t('change')}
          </Button>
        )}
      </>
    );
  }
  const mayModify = rights.mayDraft && (state === 'draft' || state === 'submitted' || state === 'returned');
  return (
    <>
      {rights.mayDraft && state === 'draft' && (
        <Button variant="danger" onClick={() => open((close) => <RemovePlanDraft plan={plan} onClose={close} />)}>
          {t('removeDraft')}
        </Button>
      )}
      {rights.mayVoid && (state === 'submitted' || state === 'returned') && (
        <Button variant="danger" onClick={() => open((close) => <VoidPlanDialog plan={plan} onClose={close} />)}>
          {common('void')}
        </Button>
      )}
      {mayModify && (
        <Link href={`/blood-use-plans/${id}/modify`} className={buttonClasses('primary', 'md')}>
          {common('edit')}
        </Link>
      )}
    </>
  );
}
