'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { receiptRecord } from '@/domain/bag-receipts/record';
import { can } from '@/domain/permissions';
import { AwaitedShipments } from './awaited-shipments';
import { LostNotes } from './lost-notes';
import { PaperReceipts } from './paper-receipts';
import { ReceiptDrawer } from './receipt-drawer';
import { RecheckList } from './recheck-list';

const tabs: readonly RecordTab[] = [{ name: 'all' }, { name: 'void', filters: { state: 'void' } }];
const hiddenBesideDrawer = ['receivedBy', 'dutyMode', 'refusedCount'];

/** What is on the way, then what was received. */
export function ReceiptsDesk() {
  const trpc = useTRPC();
  const t = useTranslations('bag-receipts.unnoted');
  const now = useCityNow(60_000);
  const me = useQuery(trpc.session.me.queryOptions());
  const mayAnnounce = can(me.data?.roles ?? [], 'bag-receipts.announce');
  const list = useListState(receiptRecord, tabs);
  const answer = useQuery({ ...trpc.bagReceipts.list.queryOptions(list.query), placeholderData: (former) => former });
  return (
    <RecordListPage
      definition={receiptRecord}
      list={list}
      answer={answer}
      notice={
        <>
          <LostNotes />
          <AwaitedShipments now={now} />
          <RecheckList now={now} />
          <PaperReceipts postedAt={list.query.filters.postedAt} />
        </>
      }
      hiddenBesideDrawer={hiddenBesideDrawer}
      isExportable
      actions={
        mayAnnounce && (
          <Link href="/bag-receipts/unnoted" className={buttonClasses('secondary', 'dense')}>
            {t('open')}
          </Link>
        )
      }
      {...(now ? { now } : {})}
      {...(list.openId ? { drawer: <ReceiptDrawer id={list.openId} onClose={() => list.open(null)} /> } : {})}
    />
  );
}
