'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { useTRPC } from '@/app/_client/trpc';
import { readFailure } from '@/components/record/failure';
import { FailurePanel } from '@/components/record/failure-panel';
import { Skeleton } from '@/components/ui/skeleton';
import { ChainTimeline } from './chain-timeline';
import { specimenModule } from './specimen-types';

type RequestBenchProps = { requestId: string; mayTest: boolean; now: Date | undefined };

/** On the page of a request: what the laboratory did for it. */
export function RequestBench({ requestId, mayTest, now }: RequestBenchProps) {
  const t = useTranslations('specimens');
  const trpc = useTRPC();
  const { data, error } = useQuery(trpc.specimens.chain.queryOptions({ requestId }));
  return (
    <section className="border-b border-line px-4 py-3 text-13">
      <h3 className="mb-2 flex items-baseline gap-3 text-14 font-bold">
        {t('chain.title')}
        {data && <span className="text-12 font-normal text-ink-2">{t(`bench.steps.${data.request.step}`)}</span>}
        {mayTest && (
          <Link
            className="ml-auto text-12 font-normal text-act hover:underline"
            href={`/specimens/bench?request=${requestId}`}
          >
            {t('chain.openBench')}
          </Link>
        )}
      </h3>
      {error && <FailurePanel definition={specimenModule} failure={readFailure(error)} />}
      {!data && !error && <Skeleton lines={3} />}
      {data && <ChainTimeline specimens={data.specimens} crossmatches={data.crossmatches} now={now} />}
    </section>
  );
}
