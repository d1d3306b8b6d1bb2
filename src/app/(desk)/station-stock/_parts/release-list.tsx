'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import FileUp from 'lucide-react/icons/file-up';
import ScanLine from 'lucide-react/icons/scan-line';
import Tags from 'lucide-react/icons/tags';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { releaseRecord } from '@/domain/station-stock/record';
import { ReleaseDrawer } from './release-drawer';

export function ReleaseList({ mayRelease, mayExport }: { mayRelease: boolean; mayExport: boolean }) {
  const t = useTranslations('station-stock');
  const relabellings = useTranslations('relabellings');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(releaseRecord);
  const answer = useQuery(trpc.stationStock.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  return (
    <RecordListPage
      definition={releaseRecord}
      list={list}
      answer={answer}
      isExportable={mayExport}
      hiddenBesideDrawer={['source', 'createdBy']}
      {...(now ? { now } : {})}
      actions={
        <>
          <Link href="/station-stock/relabellings" className={buttonClasses('secondary', 'dense')}>
            <Icon of={Tags} />
            {relabellings('title')}
          </Link>
          {mayRelease && (
            <>
              <Link href="/station-stock/import" className={buttonClasses('secondary', 'dense')}>
                <Icon of={FileUp} />
                {t('import')}
              </Link>
              <Link href="/station-stock/new" className={buttonClasses('primary', 'dense')}>
                <Icon of={ScanLine} />
                {t('release')}
              </Link>
            </>
          )}
        </>
      }
      drawer={list.openId && <ReleaseDrawer id={list.openId} onClose={() => list.open(null)} />}
    />
  );
}
