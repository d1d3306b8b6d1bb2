'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { Page } from '@/app/_shell/page';
import { AutologousFirst } from '@/app/(desk)/autologous-transfusions/_parts/autologous-first';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { StateMark } from '@/components/record/state-mark';
import { Banner } from '@/components/ui/banner';
import { Button, buttonClasses } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { DefinitionList } from '@/components/ui/definition-list';
import { GroupPlate } from '@/components/ui/group-plate';
import { Kbd } from '@/components/ui/kbd';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusMark } from '@/components/ui/status-mark';
import { useKey } from '@/components/ui/use-key';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { useFormat } from '@/i18n/provider';
import { CorrectDialog } from './correct-dialog';
import { IdentifyDialog } from './identify-dialog';
import { type IssueDetail, type IssueTask, issueModule } from './issue-types';
import { IssuedBags } from './issued-bags';
import { groupShown } from './patient-group';
import { SettleDialog } from './settle-dialog';
import { VoidDialog } from './void-dialog';

type IssuePageProps = { id: string; mayCorrect: boolean; mayVoid: boolean };

/** One issue in full: patient, bags with verdict and crossmatch, checks, signatures, open tasks, history. */
export function IssuePage({ id, mayCorrect, mayVoid }: IssuePageProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const t = useTranslations('clinical-issues');
  const now = useCityNow(60_000);
  const { data: issue, error } = useQuery(trpc.clinicalIssues.get.queryOptions({ id }));
  const history = useQuery(trpc.clinicalIssues.history.queryOptions({ id }));
  const isAskedToIdentify = useSearchParams().get('do') === 'identify' && mayCorrect;
  const open = useOpenDialog();
  const wasAsked = useRef(false);
  useEffect(() => {
    if (!isAskedToIdentify || wasAsked.current || !issue) return;
    wasAsked.current = true;
    if (issue.patientId === null) open((close) => <IdentifyDialog issue={issue} onClose={close} />);
  }, [isAskedToIdentify, issue, open]);
  const labels = useTranslations('processings.labels');
  const labelsPath = `/processings/labels?kind=compatibility&issue=${id}`;
  useKey('F9', (event) => {
    event.preventDefault();
    if (mayCorrect && issue && issue.state !== 'void') router.push(labelsPath);
  });
  useKey('Esc', () => router.push('/clinical-issues'));
  const keys = useMemo(() => [{ keys: 'Esc', label: t('form.keys.back') }], [t]);
  if (!issue)
    return (
      <Page title={t('title')} scroll="page">
        {error ? <FailurePanel definition={issueModule} failure={readFailure(error)} /> : <Skeleton lines={10} />}
      </Page>
    );
  const isVoid = issue.state === 'void';

  return (
    <Page
      title={issue.no}
      keys={keys}
      scroll="page"
      note={
        <span className="flex items-center gap-2">
          <StateMark definition={clinicalIssueRecord} state={issue.state} />
          {issue.issueType === 'emergency' && (
            <StatusMark tone="warn" hasIcon={false}>
              {t('options.issueType.emergency')}
            </StatusMark>
          )}
          {issue.dutyMode === 'single' && <Chip tone="outlined">{t('options.dutyMode.single')}</Chip>}
        </span>
      }
      actions={
        <>
          {mayVoid && !isVoid && (
            <Button
              variant="danger"
              size="dense"
              onClick={() => open((close) => <VoidDialog issue={issue} onClose={close} />)}
            >
              {t('detail.void')}
            </Button>
          )}
          {mayCorrect && !isVoid && issue.patientId === null && (
            <Button size="dense" onClick={() => open((close) => <IdentifyDialog issue={issue} onClose={close} />)}>
              {t('identify.action')}
            </Button>
          )}
          {mayCorrect && !isVoid && (
            <Button
              size="dense"
              onClick={() => open((close) => <CorrectDialog issue={issue} mayVoid={mayVoid} onClose={close} />)}
            >
              {t('detail.correct')}
            </Button>
          )}
          {mayCorrect && !isVoid && (
            <Link className={buttonClasses('secondary', 'dense')} href={labelsPath}>
              {labels('compatibility')}
              <Kbd>F9</Kbd>
            </Link>
          )}
          <Link className={buttonClasses('secondary', 'dense')} href={`/clinical-issues/${id}/print`}>
            {t('detail.print')}
          </Link>
        </>
      }
    >
      {issue.voidReason && <Banner tone="stop" title={t('detail.voided', { reason: issue.voidReason })} />}
      {!isVoid && issue.patientId !== null && <AutologousFirst patientId={issue.patientId} />}
      {issue.marks.map((mark) => (
        <Banner key={mark} tone="stop" title={t(`marks.${mark}`)} />
      ))}
      <div className="flex items-start gap-3">
        <div className="flex min-w-0 flex-1 flex-col gap-2">
          <PatientPanel issue={issue} />
          <IssuedBags lines={issue.lines} />
          <ChecksRecord issue={issue} />
        </div>
        <div className="flex w-[372px] flex-none flex-col gap-2">
          <TasksPanel
            issue={issue}
            maySettle={mayCorrect && !isVoid}
            onSettle={(task) =>
              open((close) =>
                task.kind === 'identify_patient' ? (
                  <IdentifyDialog issue={issue} onClose={close} />
                ) : (
                  <SettleDialog issue={issue} task={task} onClose={close} />
                ),
              )
            }
          />
          <SignaturesRecord issue={issue} />
          <Panel title={t('detail.history')} isPadded>
            <HistoryPanel definition={clinicalIssueRecord} entries={history.data ?? []} {...(now ? { now } : {})} />
          </Panel>
        </div>
      </div>
    </Page>
  );
}

function PatientPanel({ issue }: { issue: IssueDetail }) {
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  const { patientGroup: group } = issue;
  const shown = groupShown(group);
  return (
    <Panel title={t('detail.patient')} isPadded>
      <div className="flex items-center gap-4">
        <GroupPlate abo={shown.abo} rhd={shown.rhd} size="l" />
        <DefinitionList
          columns={4}
          className="flex-1"
          items={[
            {
              term: t('fields.patientLabel'),
              value: issue.patientLabel || t('emergency.unidentified'),
              isStrong: true,
            },
            ...(group.identified
              ? [
                  {
                    term: t('identify.as'),
                    value: `${issue.patientName ?? ''} ${issue.patientMrn ?? ''}`,
                    isStrong: true,
                  },
                  { term: t('identify.groupThen'), value: <GroupPlate abo={group.abo} rhd={group.rhd} size="xs" /> },
                ]
              : []),
            { term: t('fields.requestNo'), value: issue.requestNo || '—' },
            {
              term: t('fields.department'),
              value: [issue.department, issue.ward, issue.bed].filter(Boolean).join(' ') || '—',
            },
            { term: t('fields.issuedAt'), value: format.dateTime(issue.issuedAt) },
            { term: t('fields.issuedBy'), value: issue.issuedBy },
            {
              term: t(issue.issueType === 'emergency' ? 'emergency.asker' : 'fields.collectedBy'),
              value: `${issue.collectedBy} ${issue.collectorTitle}`,
            },
            {
              term: t('form.screen'),
              value: group.antibodyScreen
                ? `${t(group.antibodyScreen.result === 'negative' ? 'form.screenNegative' : 'form.screenPositive')} ${group.antibodyScreen.by}`
                : '—',
            },
            {
              term: t('form.antibodies'),
              value: group.antibodies ? format.list(group.antibodies) || t('form.noAntibodies') : '—',
            },
            ...(issue.emergencyReason ? [{ term: t('fields.emergencyReason'), value: issue.emergencyReason }] : []),
          ]}
        />
      </div>
    </Panel>
  );
}

function ChecksRecord({ issue }: { issue: IssueDetail }) {
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  return (
    <Panel title={t('detail.checks')} isPadded>
      {issue.checks.length === 0 ? (
        <p className="text-13 text-ink-2">{t('detail.noChecks')}</p>
      ) : (
        <ul className="flex flex-wrap gap-x-5 gap-y-1 text-13">
          {issue.checks.map((check) => (
            <li key={check.item}>
              <StatusMark tone="done">{t(`checks.${check.item}`)}</StatusMark>{' '}
              <span className="text-12 text-ink-3">{format.time(new Date(check.at))}</span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

type TasksPanelProps = { issue: IssueDetail; maySettle: boolean; onSettle: (task: IssueTask) => void };

function TasksPanel({ issue, maySettle, onSettle }: TasksPanelProps) {
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  if (issue.tasks.length === 0) return null;
  return (
    <Panel title={t('detail.tasks')}>
      <ul>
        {issue.tasks.map((task) => (
          <li key={task.id} className="flex min-h-9 items-center gap-2 border-b border-line px-3 text-13">
            <StatusMark tone={task.facts.isVoided ? 'void' : task.doneAt ? 'done' : 'warn'}>
              {t(`tasks.${task.kind as 'second_signature'}`)}
            </StatusMark>
            <span className="min-w-0 flex-1 truncate text-12 text-ink-2">
              {task.doneAt
                ? t('settle.done', { time: format.dateTime(task.doneAt), who: task.doneBy ?? '' })
                : t('settle.open', { time: format.dateTime(task.dueAt) })}
            </span>
            {!task.doneAt && maySettle && (
              <Button size="sm" onClick={() => onSettle(task)}>
                {t('settle.action')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function SignaturesRecord({ issue }: { issue: IssueDetail }) {
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  return (
    <Panel title={t('detail.signatures')}>
      <ul>
        {issue.signatures.map((signature) => (
          <li
            key={`${signature.meaning}-${signature.signerName}`}
            className="flex min-h-8 items-center gap-2 border-b border-line px-3 text-13"
          >
            <span className="w-28 flex-none text-12 text-ink-3">
              {t(`detail.meanings.${signature.meaning as 'issued'}`)}
            </span>
            <strong className="min-w-0 flex-1 truncate">{signature.signerName}</strong>
            <span className="text-12 text-ink-2">
              {t(`detail.methods.${signature.method as 'badge'}`)} {format.dateTime(signature.signedAt)}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
