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
import { termRecord } from '@/domain/dictionaries/record';
import { TermDialog } from './term-dialog';
import { TermDrawer } from './term-drawer';

export interface TermRights {
  readonly mayRegister: boolean;
  readonly mayModify: boolean;
  readonly mayExport: boolean;
}

const active = { name: 'active', filters: { state: 'active,upcoming' } } as const;
const house = { name: 'house', filters: { owner: 'house' } } as const;
const retired = { name: 'retired', filters: { state: 'retired,ended' } } as const;
const all = { name: 'all' } as const;
const tabsOfHouse = [active, house, retired, all];
const tabsOfOffice = [active, retired, all];

/** 字典: the words that dialogs offer, by dictionary and place. An office has none beside the city's. */
export function TermList({ rights, hasOwn }: { rights: TermRights; hasOwn: boolean }) {
  const t = useTranslations('dictionaries');
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(termRecord, hasOwn ? tabsOfHouse : tabsOfOffice);
  const answer = useQuery(trpc.dictionaries.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  const open = useOpenDialog();
  return (
    <RecordListPage
      definition={termRecord}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={['nameEn', 'validFrom', 'validTo']}
      rowState={(row) => (row.state === 'retired' || row.state === 'ended' ? 'blocked' : 'plain')}
      {...(now ? { now } : {})}
      actions={
        rights.mayRegister && (
          <Button
            size="dense"
            variant="primary"
            icon={<Icon of={Plus} />}
            onClick={() => open((close) => <TermDialog term={null} onClose={close} />)}
          >
            {t('create')}
          </Button>
        )
      }
      drawer={
        list.openId && <TermDrawer key={list.openId} id={list.openId} rights={rights} onClose={() => list.open(null)} />
      }
    />
  );
}
