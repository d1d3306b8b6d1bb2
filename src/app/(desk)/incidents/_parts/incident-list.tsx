'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import type { RenderCell } from '@/components/record/record-table';
import { incidentRecord } from '@/domain/incidents/record';
import type { IncidentFacts, Severity } from '@/domain/stock/incidents';
import { IncidentDrawer } from './incident-drawer';
import type { IncidentRights } from './incident-types';
import { SeverityMark } from './severity-mark';
import { useOwners } from './use-owners';
import { useRuleWords } from './use-rule-words';

const tabsFor = (ownerId: string | null): readonly RecordTab[] => [
  { name: 'all' },
  { name: 'open', filters: { state: 'open,assigned' } },
  ...(ownerId ? [{ name: 'mine', filters: { owner: ownerId } }] : []),
  { name: 'grave', filters: { severity: 'grave' } },
  { name: 'resolved', filters: { state: 'resolved' } },
];
/** The sentence says the rule; both moments stand in the drawer. */
const listed = {
  ...incidentRecord,
  listColumns: incidentRecord.listColumns.filter((name) => name !== 'rule' && name !== 'createdAt'),
};
const hiddenBesideDrawer = ['recordNo', 'occurredAt', 'ownerName'];

/** What somebody has to find out stands on top, oldest first. */
export function IncidentList(rights: IncidentRights) {
  const trpc = useTRPC();
  const t = useTranslations('incidents');
  const now = useCityNow(60_000);
  const sentence = useRuleWords();
  const tabs = useMemo(() => tabsFor(rights.ownerId), [rights.ownerId]);
  const list = useListState(incidentRecord, tabs);
  const owners = useOwners();
  const answer = useQuery(trpc.incidents.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const renderCell = useMemo<RenderCell>(
    () => ({
      severity: (row) => (
        <SeverityMark severity={row.severity as Severity}>
          {t(`options.severity.${row.severity as Severity}`)}
        </SeverityMark>
      ),
      facts: (row) => (
        <span className="block max-w-[360px] truncate" title={sentence(String(row.rule), row.facts as IncidentFacts)}>
          {sentence(String(row.rule), row.facts as IncidentFacts)}
        </span>
      ),
    }),
    [t, sentence],
  );
  return (
    <RecordListPage
      definition={listed}
      list={list}
      answer={answer}
      renderCell={renderCell}
      pickers={{ owner: { items: owners } }}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={hiddenBesideDrawer}
      {...(now ? { now } : {})}
      drawer={list.openId && <IncidentDrawer id={list.openId} rights={rights} onClose={() => list.open(null)} />}
    />
  );
}
