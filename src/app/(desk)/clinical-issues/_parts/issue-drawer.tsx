'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { StateMark } from '@/components/record/state-mark';
import { buttonClasses } from '@/components/ui/button';
import { DefinitionList } from '@/components/ui/definition-list';
import { DonationNumber } from '@/components/ui/donation-number';
import { Drawer } from '@/components/ui/drawer';
import { GroupPlate } from '@/components/ui/group-plate';
import { Skeleton } from '@/components/ui/skeleton';
import { StatusMark } from '@/components/ui/status-mark';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { useFormat } from '@/i18n/provider';
import { useBagWords } from './bag-words';
import { issueModule } from './issue-types';
import { groupShown } from './patient-group';

type IssueDrawerProps = { id: string; onClose: () => void };

/** One issue beside the list: to whom, which bags, what is still to be settled, and how it went. */
export function IssueDrawer({ id, onClose }: IssueDrawerProps) {
  const trpc = useTRPC();
  const t = useTranslations('clinical-issues');
  const format = useFormat();
  const words = useBagWords();
  const now = useCityNow(60_000);
  const { data: issue, error } = useQuery(trpc.clinicalIssues.get.queryOptions({ id }));
  const history = useQuery(trpc.clinicalIssues.history.queryOptions({ id }));
  const open = issue?.tasks.filter((task) => !task.doneAt) ?? [];

  return (
    <Drawer
      title={issue?.no ?? ''}
      label={t('title')}
      width={376}
      onClose={onClose}
      status={issue && <StateMark definition={clinicalIssueRecord} state={issue.state} />}
      footer={
        issue && (
          <>
            <Link className={buttonClasses('secondary', 'md')} href={`/clinical-issues/${id}/print`}>
              {t('list.print')}
            </Link>
            <Link className={buttonClasses('primary', 'md')} href={`/clinical-issues/${id}`}>
              {t('list.detail')}
            </Link>
          </>
        )
      }
    >
      {error && !issue && <FailurePanel definition={issueModule} failure={readFailure(error)} />}
      {!issue && !error && <Skeleton lines={8} />}
      {issue && (
        <>
          <div className="px-4 py-3">
            <DefinitionList
              items={[
                {
                  term: t('fields.patientLabel'),
                  value: (
                    <span className="flex items-center gap-2">
                      <GroupPlate abo={groupShown(issue.patientGroup).abo} rhd={groupShown(issue.patientGroup).rhd} />
                      {issue.patientLabel || t('emergency.unidentified')}
                    </span>
                  ),
                },
                ...(issue.downtimeFormNo ? [{ term: t('fields.downtimeFormNo'), value: issue.downtimeFormNo }] : []),
                { term: t('fields.requestNo'), value: issue.requestNo || t('options.issueType.emergency') },
                {
                  term: t('fields.department'),
                  value: [issue.department, issue.ward, issue.bed].filter(Boolean).join(' ') || '—',
                },
                { term: t('fields.issuedAt'), value: format.dateTime(issue.issuedAt) },
                { term: t('fields.issuedBy'), value: issue.issuedBy },
                {
                  term: t(issue.issueType === 'emergency' ? 'emergency.asker' : 'fields.collectedBy'),
                  value: issue.collectedBy,
                },
              ]}
            />
            {issue.voidReason && (
              <p className="mt-2 text-13 text-stop">{t('detail.voided', { reason: issue.voidReason })}</p>
            )}
          </div>
          <h3 className="flex h-7 items-center bg-sunken px-4 text-12 text-ink-2">
            {t('list.bags')} {issue.bagCount}
          </h3>
          <ul>
            {issue.lines.map((line) => (
              <li key={line.unitId} className="flex min-h-9 items-center gap-2 border-b border-line px-4 py-1 text-13">
                <GroupPlate abo={line.abo} rhd={line.rhd} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate">
                    {words.component(line)} {words.amount(line)}
                  </span>
                  <DonationNumber donationNo={line.donationNo} className="text-ink-2" />
                </span>
                {words.level(line.verdict.level)}
              </li>
            ))}
          </ul>
          {open.length > 0 && (
            <ul className="px-4 py-2">
              {open.map((task) => (
                <li key={task.id} className="flex h-7 items-center gap-2 text-13">
                  <StatusMark tone="warn">{t(`tasks.${task.kind as 'second_signature'}`)}</StatusMark>
                  <span className="text-12 text-ink-2">{t('settle.open', { time: format.dateTime(task.dueAt) })}</span>
                </li>
              ))}
            </ul>
          )}
          <h3 className="px-4 pt-2 pb-1 text-14 font-bold">{t('list.history')}</h3>
          <div className="px-4 pb-4">
            <HistoryPanel definition={clinicalIssueRecord} entries={history.data ?? []} {...(now ? { now } : {})} />
          </div>
        </>
      )}
    </Drawer>
  );
}
