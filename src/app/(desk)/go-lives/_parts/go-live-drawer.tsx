'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { buttonClasses } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { goLiveRecord } from '@/domain/go-lives/record';
import { Conditions } from './conditions';

const fields = ['orgId', 'state', 'bagCount', 'heldCount', 'trialFrom', 'minTrialDays', 'createdBy', 'createdAt'];
const ofStart = ['startedAt', 'startedBy', 'secondBy'];

/** Where one house stands, and the way to its page. */
export function GoLiveDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations('go-lives');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.goLives.get.queryOptions({ id }));
  const history = useQuery({ ...trpc.goLives.history.queryOptions({ id }), enabled: data?.isOwn === true });
  return (
    <Drawer
      title={data?.no ?? t('title')}
      label={data?.no ?? t('title')}
      onClose={onClose}
      width={420}
      footer={
        data && (
          <Link href={`/go-lives/${data.id}`} className={buttonClasses('primary', 'md')}>
            {t(data.isOwn && data.state !== 'live' && data.state !== 'withdrawn' ? 'goOn' : 'look')}
          </Link>
        )
      }
    >
      {error && <FailurePanel definition={goLiveRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail
              definition={goLiveRecord}
              record={{ ...data }}
              fields={data.startedAt ? [...fields, ...ofStart] : fields}
              organisations={data.organisations}
              now={now}
            />
          </div>
          {data.isOwn && (data.state === 'preparing' || data.state === 'trial') && (
            <section className="border-b border-line px-4 py-3">
              <h3 className="mb-1 text-14 font-bold">{t('desk.conditions')}</h3>
              <Conditions conditions={data.conditions} />
            </section>
          )}
          {data.isOwn && (
            <section className="px-4 py-3">
              <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
              <HistoryPanel
                definition={goLiveRecord}
                entries={history.data ?? []}
                organisations={data.organisations}
                now={now}
              />
            </section>
          )}
        </>
      )}
    </Drawer>
  );
}
