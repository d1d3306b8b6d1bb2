import type { Metadata } from 'next';
import { Prefetched } from '@/app/_server/prefetch';
import { readTranslations } from '@/i18n/server';
import { LiveStock } from './_parts/live-stock';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('stock');
  return { title: t('title') };
}

type StockPageProps = { searchParams: Promise<{ org?: string }> };

export default async function StockPage({ searchParams }: StockPageProps) {
  const { org } = await searchParams;
  const input = org ? { orgId: org } : {};
  return (
    <Prefetched ask={(trpc) => [trpc.stock.matrix.queryOptions(input)]}>
      <LiveStock />
    </Prefetched>
  );
}
