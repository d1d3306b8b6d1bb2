'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import FilePlus from 'lucide-react/icons/file-plus';
import FileUp from 'lucide-react/icons/file-up';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { immunoRecord } from '@/domain/immunohematology-requests/record';
import { DueClock } from './due-clock';
import { ImmunoDrawer } from './immuno-drawer';
import type { ImmunoRights } from './immuno-types';

const hospitalTabs: readonly RecordTab[] = [
  { name: 'ours' },
  { name: 'sentBack', filters: { state: 'refused,draft' } },
  { name: 'underWay', filters: { state: 'submitted,received,testing,entered' } },
  { name: 'done', filters: { state: 'reported,correcting,corrected' } },
];
const laboratoryTabs: readonly RecordTab[] = [
  { name: 'all', side: 'party' },
  { name: 'toReceive', side: 'party', filters: { state: 'submitted' } },
  { name: 'inHand', side: 'party', filters: { state: 'received,testing,correcting' } },
  { name: 'toReview', side: 'party', filters: { state: 'entered' } },
];
const without = (...names: string[]) => immunoRecord.listColumns.filter((name) => !names.includes(name));
const views = {
  hospital: { ...immunoRecord, listColumns: without('orgId', 'tubes') },
  laboratory: { ...immunoRecord, listColumns: without('partyOrgId', 'department', 'reason') },
};

/** The hospital sees its requests, what was refused on top; the laboratory what comes to it, what presses on top with its clock. */
export function ImmunoList({ rights }: { rights: ImmunoRights }) {
  const t = useTranslations('immunohematology-requests');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const definition = rights.isLaboratory ? views.laboratory : views.hospital;
  const list = useListState(definition, rights.isLaboratory ? laboratoryTabs : hospitalTabs);
  const answer = useQuery(
    trpc.immunohematologyRequests.list.queryOptions(list.query, { placeholderData: keepPreviousData }),
  );
  return (
    <RecordListPage
      definition={definition}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={['orgId', 'partyOrgId', 'department', 'tubes', 'appliedAt', 'reason']}
      renderCell={{
        isUrgent: (row) => (row.isUrgent ? <strong className="text-stop">{t('urgent')}</strong> : ''),
        dueAt: (row) => <DueClock row={row} now={now} />,
        reason: (row) =>
          row.state === 'refused' ? (
            <span className="text-stop">{String(row.reason ?? '')}</span>
          ) : (
            String(row.reason ?? '')
          ),
      }}
      rowState={(row) => (row.state === 'refused' && !rights.isLaboratory ? 'refuse' : 'plain')}
      {...(now ? { now } : {})}
      actions={
        <>
          {rights.mayImport && (
            <Link href="/immunohematology-requests/import" className={buttonClasses('secondary', 'dense')}>
              <Icon of={FileUp} />
              {t('import')}
            </Link>
          )}
          {rights.mayRegister && (
            <Link href="/immunohematology-requests/new" className={buttonClasses('primary', 'dense')}>
              <Icon of={FilePlus} />
              {t('register')}
            </Link>
          )}
        </>
      }
      drawer={
        list.openId && (
          <ImmunoDrawer key={list.openId} id={list.openId} rights={rights} onClose={() => list.open(null)} />
        )
      }
    />
  );
}
