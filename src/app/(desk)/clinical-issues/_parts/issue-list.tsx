'use client';
import { useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import Siren from 'lucide-react/icons/siren';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { LateMark } from '@/app/_shell/late-mark';
import { useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import type { RenderCell } from '@/components/record/record-table';
import { buttonClasses } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { GroupPlate } from '@/components/ui/group-plate';
import { Icon } from '@/components/ui/icon';
import { StatusMark } from '@/components/ui/status-mark';
import { clinicalIssueRecord } from '@/domain/clinical-issues/record';
import { IssueDrawer } from './issue-drawer';
import type { IssueDetail } from './issue-types';
import { groupShown } from './patient-group';
import { WaitingStrip } from './waiting-strip';

const tabs = [
  { name: 'all' },
  { name: 'emergency', filters: { issueType: 'emergency' } },
  { name: 'void', filters: { state: 'void' } },
];
/** What was entered afterwards is marked beside its type: most rows have nothing to say there. */
const listed = {
  ...clinicalIssueRecord,
  listColumns: clinicalIssueRecord.listColumns.filter((name) => name !== 'downtimeFormNo'),
};
const hiddenBesideDrawer = ['ward', 'bed', 'collectedBy', 'issuedBy', 'dutyMode', 'requestNo'];

/** What waits on top, then the newest; a row opens beside the list. */
export function IssueList() {
  const trpc = useTRPC();
  const t = useTranslations('clinical-issues');
  const now = useCityNow(60_000);
  const list = useListState(clinicalIssueRecord, tabs);
  const answer = useQuery(trpc.clinicalIssues.list.queryOptions(list.query));
  const renderCell = useMemo<RenderCell>(
    () => ({
      patientGroup: (row) => {
        const group = row.patientGroup as IssueDetail['patientGroup'] | null;
        if (!group) return null;
        const { abo, rhd } = groupShown(group);
        return <GroupPlate abo={abo} rhd={rhd} />;
      },
      // Nobody collected it against a signature: named is who asked for the blood.
      collectedBy: (row) =>
        row.issueType === 'emergency' ? t('emergency.askedByWho', { who: String(row.collectedBy ?? '') }) : undefined,
      issueType: (row) =>
        row.issueType === 'emergency' ? (
          <StatusMark tone="warn" hasIcon={false}>
            {t('options.issueType.emergency')}
          </StatusMark>
        ) : (
          <>
            {t('options.issueType.routine')}
            <LateMark formNo={row.downtimeFormNo} />
          </>
        ),
      dutyMode: (row) => row.dutyMode === 'single' && <Chip tone="outlined">{t('options.dutyMode.single')}</Chip>,
    }),
    [t],
  );

  return (
    <RecordListPage
      definition={listed}
      list={list}
      answer={answer}
      renderCell={renderCell}
      hiddenBesideDrawer={hiddenBesideDrawer}
      rowState={(row) => (row.state === 'void' ? 'blocked' : 'plain')}
      notice={<WaitingStrip onOpen={list.open} />}
      actions={
        <>
          <Link className={`${buttonClasses('danger', 'dense')} border-2`} href="/clinical-issues/emergency">
            <Icon of={Siren} />
            {t('list.emergency')}
          </Link>
          <Link className={buttonClasses('primary', 'dense')} href="/clinical-issues/new">
            <Icon of={Plus} />
            {t('list.register')}
          </Link>
        </>
      }
      drawer={list.openId && <IssueDrawer id={list.openId} onClose={() => list.open(null)} />}
      {...(now ? { now } : {})}
    />
  );
}
