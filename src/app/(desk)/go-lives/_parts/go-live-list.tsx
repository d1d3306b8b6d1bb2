'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Plus from 'lucide-react/icons/plus';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { goLiveRecord } from '@/domain/go-lives/record';
import { OpenGoLive } from './go-live-dialogs';
import { GoLiveDrawer } from './go-live-drawer';

type GoLiveListProps = { isOffice: boolean; mayOpen: boolean; mayExport: boolean };

const tabs = [{ name: 'all' }] as const;

/** 上线: where this house stands; for an office, where each of its hospitals does. */
export function GoLiveList({ isOffice, mayOpen, mayExport }: GoLiveListProps) {
  const t = useTranslations('go-lives');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(goLiveRecord, tabs);
  const answer = useQuery(trpc.goLives.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const open = useOpenDialog();
  const isOpen = (answer.data?.waiting.length ?? 0) > 0;
  return (
    <RecordListPage
      definition={goLiveRecord}
      list={list}
      answer={answer}
      isExportable={mayExport}
      hiddenBesideDrawer={['bagCount', 'heldCount', 'trialFrom', 'startedAt', ...(isOffice ? [] : ['orgId'])]}
      rowState={(row) => (row.state === 'withdrawn' ? 'blocked' : 'plain')}
      {...(now ? { now } : {})}
      actions={
        mayOpen &&
        !isOpen && (
          <Button
            size="dense"
            variant="primary"
            icon={<Icon of={Plus} />}
            onClick={() => open((close) => <OpenGoLive onClose={close} />)}
          >
            {t('create')}
          </Button>
        )
      }
      drawer={list.openId && <GoLiveDrawer id={list.openId} onClose={() => list.open(null)} />}
    />
  );
}
