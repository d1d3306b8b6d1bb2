'use client';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useEffect, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useCityNow } from '@/app/_client/live';
import { useTRPC } from '@/app/_client/trpc';
import { Page } from '@/app/_shell/page';
import { readFailure } from '@/components/record/failure';
import { useFailureWords } from '@/components/record/violation-words';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { useKey } from '@/components/ui/use-key';
import { BenchQueue } from './bench-queue';
import { BenchRequest } from './bench-request';
import { specimenModule } from './specimen-types';

/** 检验台: what waits at the left, one request with its tube and its bags at the right; worked down by scanner and keyboard. */
export function BenchDesk() {
  const t = useTranslations('specimens.bench');
  const trpc = useTRPC();
  const now = useCityNow();
  const asked = useSearchParams().get('request');
  const [chosen, setChosen] = useState<string | null>(asked);
  const answer = useQuery(trpc.specimens.bench.queryOptions({}));
  const failureWords = useFailureWords(specimenModule);
  const lines = answer.data?.lines ?? [];
  const first = lines[0]?.id ?? null;
  const openId = chosen ?? first;
  // Whoever has begun on the first of the queue stays with that patient, whatever comes before it.
  useEffect(() => {
    if (chosen === null && first !== null) setChosen(first);
  }, [chosen, first]);
  const at = lines.findIndex(({ id }) => id === openId);
  const step = (by: 1 | -1) => {
    const next = lines[at === -1 ? 0 : at + by];
    if (next) setChosen(next.id);
  };
  // With Alt: a scanner types letters, and none of them turns to another patient.
  useKey('Alt j', () => step(1));
  useKey('Alt k', () => step(-1));
  const keys = useMemo(
    () => [
      { keys: 'Alt J', label: t('keys.next') },
      { keys: 'F2', label: t('keys.type') },
      { keys: 'Ctrl Enter', label: t('keys.save') },
    ],
    [t],
  );
  const failure = answer.error && !answer.data ? readFailure(answer.error) : null;
  return (
    <Page title={t('title')} note={t('choose')} keys={keys}>
      <div className="flex min-h-0 flex-1 gap-3">
        {failure ? (
          <div className="w-[336px] flex-none border border-line-2 bg-surface">
            <ErrorState
              title={t('failed')}
              hint={failureWords(failure)}
              requestId={failure.requestId}
              onRetry={() => void answer.refetch()}
              isRetrying={answer.isFetching}
            />
          </div>
        ) : answer.data ? (
          <BenchQueue bench={answer.data} openId={openId} onOpen={setChosen} now={now} />
        ) : (
          <div className="w-[336px] flex-none border border-line-2 bg-surface">
            <Skeleton lines={8} />
          </div>
        )}
        {openId ? (
          <BenchRequest key={openId} requestId={openId} queue={lines} onOpen={setChosen} now={now} />
        ) : (
          <div className="flex-1 border border-line-2 bg-surface">
            {answer.data && <EmptyState title={t('empty')} />}
          </div>
        )}
      </div>
    </Page>
  );
}
