'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import PackageMinus from 'lucide-react/icons/package-minus';
import Link from 'next/link';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { LateMark } from '@/app/_shell/late-mark';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import type { RenderCell } from '@/components/record/record-table';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { type OutboundKind, outboundKindNames } from '@/domain/other-outbounds/kinds';
import { outboundRecord } from '@/domain/other-outbounds/record';
import { OutboundDrawer } from './outbound-drawer';
import { useAllDestinations } from './use-destinations';

export type OutboundRights = { mayRegister: boolean; mayModify: boolean; mayVoid: boolean; mayExport: boolean };

const tabs: readonly RecordTab[] = [
  { name: 'all' },
  ...outboundKindNames.map((kind) => ({ name: kind, filters: { kind } })),
];
/** What was entered afterwards is marked beside its kind: most rows have nothing to say there. */
const listed = {
  ...outboundRecord,
  listColumns: outboundRecord.listColumns.filter((name) => name !== 'downtimeFormNo'),
};
const hiddenBesideDrawer = ['partyOrgId', 'receivedCount', 'registeredBy', 'approvedBy'];

/** What has left for anything but a patient; what the other side has yet to receive stands on top. */
export function OutboundList(rights: OutboundRights) {
  const t = useTranslations('other-outbounds');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(outboundRecord, tabs);
  const answer = useQuery(trpc.otherOutbounds.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const destinations = useAllDestinations();
  const renderCell = useMemo<RenderCell>(
    () => ({
      kind: (row) => (
        <>
          {t(`options.kind.${row.kind as OutboundKind}`)}
          <LateMark formNo={row.downtimeFormNo} />
        </>
      ),
    }),
    [t],
  );
  return (
    <RecordListPage
      definition={listed}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      pickers={{ partyOrgId: { items: destinations } }}
      renderCell={renderCell}
      hiddenBesideDrawer={hiddenBesideDrawer}
      {...(now ? { now } : {})}
      actions={
        rights.mayRegister && (
          <Link href="/other-outbounds/new" className={buttonClasses('primary', 'dense')}>
            <Icon of={PackageMinus} />
            {t('create')}
          </Link>
        )
      }
      drawer={list.openId && <OutboundDrawer id={list.openId} rights={rights} onClose={() => list.open(null)} />}
    />
  );
}
