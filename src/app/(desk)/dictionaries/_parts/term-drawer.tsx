'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { useOpenDialog } from '@/app/_dialogs/dialog-host';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { HistoryPanel } from '@/components/record/history-panel';
import { RecordDetail } from '@/components/record/record-detail';
import { StateMark } from '@/components/record/state-mark';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import { Skeleton } from '@/components/ui/skeleton';
import { termRecord } from '@/domain/dictionaries/record';
import { RetireDialog } from './retire-dialog';
import { TermDialog } from './term-dialog';
import type { TermRights } from './term-list';
import type { TermDetail } from './term-types';

type TermDrawerProps = { id: string; rights: TermRights; onClose: () => void };

export function TermDrawer({ id, rights, onClose }: TermDrawerProps) {
  const t = useTranslations('dictionaries');
  const record = useTranslations('record');
  const trpc = useTRPC();
  const now = useCityNow(60_000) ?? undefined;
  const { data, error } = useQuery(trpc.dictionaries.get.queryOptions({ id }));
  const history = useQuery(trpc.dictionaries.history.queryOptions({ id }));
  const open = useOpenDialog();
  const title = data?.name ?? t('title');
  return (
    <Drawer
      title={title}
      label={title}
      status={data && <StateMark definition={termRecord} state={data.state} />}
      onClose={onClose}
      width={376}
      footer={
        data?.isOwn &&
        rights.mayModify && (
          <>
            {data.state !== 'retired' && (
              <Button onClick={() => open((close) => <TermDialog term={data} onClose={close} />)}>
                {t('detail.modify')}
              </Button>
            )}
            <Button
              variant={data.state === 'retired' ? 'secondary' : 'danger'}
              onClick={() => open((close) => <RetireDialog term={data} onClose={close} />)}
            >
              {t(data.state === 'retired' ? 'detail.restore' : 'detail.retire')}
            </Button>
          </>
        )
      }
    >
      {error && <FailurePanel definition={termRecord} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={8} />}
      {data && (
        <>
          <div className="border-b border-line px-4 py-3">
            <RecordDetail definition={termRecord} record={{ ...data }} fields={fieldsOf(data)} now={now} />
            {!data.isOwn && <p className="mt-2.5 text-13 text-ink-3">{t('detail.ofCity')}</p>}
          </div>
          <section className="px-4 py-3">
            <h3 className="mb-2 text-14 font-bold">{record('history')}</h3>
            <HistoryPanel definition={termRecord} entries={history.data ?? []} now={now} />
          </section>
        </>
      )}
    </Drawer>
  );
}

function fieldsOf({ nameEn, validFrom, validTo, retiredReason }: TermDetail): string[] {
  return [
    'dictionary',
    ...(nameEn ? ['nameEn'] : []),
    'owner',
    'position',
    ...(validFrom ? ['validFrom'] : []),
    ...(validTo ? ['validTo'] : []),
    'createdAt',
    ...(retiredReason ? ['retiredReason'] : []),
  ];
}
