'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Tags from 'lucide-react/icons/tags';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { relabellingRecord } from '@/domain/station-stock/record';
import { RelabellingDrawer } from './relabelling-drawer';

export function RelabellingList({ mayRelabel, mayExport }: { mayRelabel: boolean; mayExport: boolean }) {
  const t = useTranslations('relabellings');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(relabellingRecord);
  const answer = useQuery(trpc.relabellings.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  return (
    <RecordListPage
      definition={relabellingRecord}
      list={list}
      answer={answer}
      isExportable={mayExport}
      hiddenBesideDrawer={['reason', 'relabelledBy', 'checkedBy']}
      {...(now ? { now } : {})}
      actions={
        mayRelabel && (
          <Link href="/station-stock/relabellings/new" className={buttonClasses('primary', 'dense')}>
            <Icon of={Tags} />
            {t('relabel')}
          </Link>
        )
      }
      drawer={list.openId && <RelabellingDrawer id={list.openId} onClose={() => list.open(null)} />}
    />
  );
}
