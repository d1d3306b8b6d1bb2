import type { Metadata } from 'next';
import { Prefetched } from '@/app/_server/prefetch';
import { readTranslations } from '@/i18n/server';
import { TracePage } from '../_parts/trace-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('units');
  return { title: t('title') };
}

type TraceRouteProps = { params: Promise<{ id: string }> };

export default async function TraceRoute({ params }: TraceRouteProps) {
  const { id } = await params;
  return (
    <Prefetched ask={(trpc) => [trpc.units.trace.queryOptions({ id })]}>
      <TracePage id={id} />
    </Prefetched>
  );
}
