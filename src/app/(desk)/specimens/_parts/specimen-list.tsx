'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import TestTube from 'lucide-react/icons/test-tube';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { specimenRecord } from '@/domain/specimens/record';
import { SpecimenDrawer } from './specimen-drawer';
import type { SpecimenRights } from './specimen-types';

const tabs: readonly RecordTab[] = [{ name: 'all' }, { name: 'refused', filters: { state: 'refused' } }];

/** Every tube that came, with what was read on it. */
export function SpecimenList({ rights }: { rights: SpecimenRights }) {
  const t = useTranslations('specimens');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(specimenRecord, tabs);
  const answer = useQuery(trpc.specimens.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  return (
    <RecordListPage
      definition={specimenRecord}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={['department', 'drawnAt', 'receivedBy', 'validUntil', 'reason', 'requestNo']}
      rowState={(row) => (row.grouping === 'differing' || row.grouping === 'discrepant' ? 'warn' : 'plain')}
      renderCell={{
        // A tube without a group has none yet, which is no unknown one.
        group: (row) => (row.group === 'unknown.unknown' ? '' : undefined),
      }}
      {...(now ? { now } : {})}
      actions={
        rights.mayTest && (
          <Link href="/specimens/bench" className={buttonClasses('primary', 'dense')}>
            <Icon of={TestTube} />
            {t('toBench')}
          </Link>
        )
      }
      drawer={
        list.openId && (
          <SpecimenDrawer key={list.openId} id={list.openId} rights={rights} onClose={() => list.open(null)} />
        )
      }
    />
  );
}
