'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import FlaskConical from 'lucide-react/icons/flask-conical';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { type RecordTab, useListState } from '@/components/record/list-state';
import { RecordListPage } from '@/components/record/record-list-page';
import { buttonClasses } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Kbd } from '@/components/ui/kbd';
import { useKey } from '@/components/ui/use-key';
import { processingNames } from '@/domain/processings/kinds';
import { processingRecord } from '@/domain/processings/record';
import { ProcessingDrawer } from './processing-drawer';
import { ThawedStrip } from './thawed-strip';

export type ProcessingRights = { mayRegister: boolean; mayVoid: boolean; mayExport: boolean };

const tabs: readonly RecordTab[] = [
  { name: 'all' },
  ...processingNames.map((kind) => ({ name: kind, filters: { kind } })),
];
const hiddenBesideDrawer = ['device', 'outputCount', 'startedBy', 'checkedBy', 'endedAt'];
const newPath = '/processings/new';

/** What is in processing stands on top until it has been ended. */
export function ProcessingList(rights: ProcessingRights) {
  const t = useTranslations('processings');
  const router = useRouter();
  const trpc = useTRPC();
  const now = useCityNow(60_000);
  const list = useListState(processingRecord, tabs);
  const answer = useQuery(trpc.processings.list.queryOptions(list.query, { placeholderData: keepPreviousData }));
  useKey('F4', (event) => {
    event.preventDefault();
    if (rights.mayRegister) router.push(newPath);
  });
  return (
    <RecordListPage
      definition={processingRecord}
      list={list}
      answer={answer}
      isExportable={rights.mayExport}
      hiddenBesideDrawer={hiddenBesideDrawer}
      notice={
        <div className="mt-2 flex-none empty:hidden">
          <ThawedStrip />
        </div>
      }
      {...(now ? { now } : {})}
      actions={
        rights.mayRegister && (
          <Link href={newPath} className={buttonClasses('primary', 'dense')}>
            <Icon of={FlaskConical} />
            {t('create')}
            <Kbd tone="inherit">F4</Kbd>
          </Link>
        )
      }
      drawer={list.openId && <ProcessingDrawer id={list.openId} rights={rights} onClose={() => list.open(null)} />}
    />
  );
}
