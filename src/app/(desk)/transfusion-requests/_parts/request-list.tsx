'use client';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import FilePlus from 'lucide-react/icons/file-plus';
import FileUp from 'lucide-react/icons/file-up';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { StateMark } from '@/components/record/state-mark';
import { Button, buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useKey } from '@/components/ui/use-key';
import type { Role } from '@/domain/permissions';
import { type ApprovalStep, approvalRows, nextStep, stepRoles } from '@/domain/transfusion-requests/approval';
import { isInChain } from '@/domain/transfusion-requests/lifecycle';
import { requestRecord } from '@/domain/transfusion-requests/record';
import type { RequestLine } from '@/domain/transfusion-requests/schema';
import { waitsForRoles } from '@/domain/transfusion-requests/waits';
import type { ListRow } from '@/server/kernel/list';
import { ApproveDialog } from './request-dialogs';
import { RequestDrawer } from './request-drawer';
import type { RequestRights } from './request-types';
import { useRequestWords } from './request-words';

const { waitsFor: _, isPrinted: __, ...filters } = requestRecord.filters;

/** What waits for whoever looks comes first; J and K go along the rows with the drawer open. */
export function RequestList({ rights }: { rights: RequestRights }) {
  const t = useTranslations('transfusion-requests');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const words = useRequestWords();
  const tabs = useMemo<readonly RecordTab[]>(() => {
    const mine = waitsForRoles(rights.roles);
    return [
      ...(mine.length > 0 ? [{ name: 'mine', filters: { waitsFor: mine.join(',') } }] : []),
      { name: 'unprinted', filters: { isPrinted: 'false' } },
      { name: 'all' },
    ];
  }, [rights.roles]);
  // What a tab fixes is asked for as a filter and is none of the form's.
  const list = useListState(requestRecord, tabs);
  const answer = useQuery(
    trpc.transfusionRequests.list.queryOptions(list.query, { placeholderData: keepPreviousData }),
  );
  const rows = answer.data ? [...answer.data.waiting, ...answer.data.rows] : [];
  const at = rows.findIndex(({ id }) => id === list.openId);
  const step = (by: 1 | -1) => {
    const next = rows[at === -1 ? 0 : at + by];
    if (next) list.open(next.id);
  };
  useKey('j', () => step(1));
  useKey('k', () => step(-1));
  return (
    <RecordListPage
      definition={{ ...requestRecord, filters }}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={[
        'group',
        'department',
        'plannedOn',
        'appliedBy',
        'appliedAt',
        'printCount',
        'windowMl',
        'reason',
      ]}
      renderCell={{
        lines: (row) =>
          (row.lines as RequestLine[])
            .map((line) => `${words.short(line.component)} ${words.amount(line.component, line.amount)}`)
            .join(' / '),
        isEmergency: (row) =>
          row.isEmergency ? <strong className="text-stop">{t('options.isEmergency.true')}</strong> : '',
        approvalRow: (row) =>
          row.isEmergency || !row.approvalRow ? '' : t(`options.approvalRow.${row.approvalRow as '1'}`),
        printCount: (row) => (row.state === 'draft' ? '' : row.printCount ? String(row.printCount) : t('unprinted')),
        state: (row) => (
          <span className="flex items-center gap-2">
            <StateMark definition={requestRecord} state={String(row.state)} />
            {rights.mayApproveHere && isForSomebodyElse(row, rights.roles) && (
              <SignHere id={row.id} onNext={() => answer.refetch()} />
            )}
          </span>
        ),
        reason: (row) =>
          isSentBack(row) ? <span className="text-stop">{String(row.reason ?? '')}</span> : String(row.reason ?? ''),
      }}
      rowState={(row) => (isSentBack(row) ? 'refuse' : 'plain')}
      {...(now ? { now } : {})}
      actions={
        <>
          {rights.mayImport && (
            <Link href="/transfusion-requests/import" className={buttonClasses('secondary', 'dense')}>
              <Icon of={FileUp} />
              {t('import')}
            </Link>
          )}
          {rights.mayRegister && (
            <Link href="/transfusion-requests/new" className={buttonClasses('primary', 'dense')}>
              <Icon of={FilePlus} />
              {t('register')}
            </Link>
          )}
        </>
      }
      drawer={
        list.openId && (
          <RequestDrawer
            key={list.openId}
            id={list.openId}
            rights={rights}
            onNext={() => step(1)}
            onClose={() => list.open(null)}
          />
        )
      }
    />
  );
}

/** The step that waits in the chain is another post's: he may sign at this screen. What is owed after an emergency is signed from the drawer. */
function isForSomebodyElse({ state, approvalRow }: ListRow, roles: readonly Role[]): boolean {
  if (!isInChain(String(state))) return false;
  const row = approvalRows.find((one) => String(one) === String(approvalRow));
  const step = row && nextStep(row, signedIn[String(state)] ?? []);
  return step !== undefined && step !== null && !stepRoles[step].some((role) => roles.includes(role));
}

const signedIn: Readonly<Record<string, readonly ApprovalStep[]>> = {
  senior_approved: ['senior'],
  director_approved: ['senior', 'director'],
};

function SignHere({ id, onNext }: { id: string; onNext: () => void }) {
  const t = useTranslations('transfusion-requests');
  const trpc = useTRPC();
  const client = useQueryClient();
  const open = useOpenDialog();
  const [isAsking, setAsking] = useState(false);
  async function sign() {
    setAsking(true);
    try {
      const request = await client.fetchQuery({ ...trpc.transfusionRequests.get.queryOptions({ id }), staleTime: 0 });
      open((close) => <ApproveDialog request={request} by="here" onNext={onNext} onClose={close} />);
    } finally {
      setAsking(false);
    }
  }
  return (
    <Button
      size="sm"
      variant="ghost"
      isPending={isAsking}
      onClick={(event) => {
        event.stopPropagation();
        void sign();
      }}
    >
      {t('approveHere')}
    </Button>
  );
}

const isSentBack = ({ state }: ListRow) => state === 'returned' || state === 'refused';
