'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { stocktakeRecord } from '@/domain/stocktakes/record';
import { StocktakeDrawer } from './stocktake-drawer';

const tabs = [{ name: 'all' }];
const hiddenBesideDrawer = ['expectedCount', 'unexpectedCount', 'countedBy', 'secondBy'];

/** Every count that two have signed, newest first. */
export function StocktakeList({ mayExport, mayCount }: { mayExport: boolean; mayCount: boolean }) {
  const t = useTranslations('stocktakes');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(stocktakeRecord, tabs);
  const answer = useQuery(trpc.stocktakes.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  return (
    <RecordListPage
      definition={stocktakeRecord}
      list={list}
      answer={answer}
      isExportable={mayExport}
      hiddenBesideDrawer={hiddenBesideDrawer}
      {...(now ? { now } : {})}
      actions={
        mayCount && (
          <Link href="/stock/places" className={buttonClasses('primary', 'dense')}>
            {t('create')}
          </Link>
        )
      }
      drawer={list.openId && <StocktakeDrawer id={list.openId} onClose={() => list.open(null)} />}
    />
  );
}
