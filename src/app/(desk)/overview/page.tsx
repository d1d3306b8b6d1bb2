import type { Metadata } from 'next';
import { Prefetched, prefetchActor } from '@/app/_server/prefetch';
import { readTranslations } from '@/i18n/server';
import { CityDesk } from './_parts/city-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('overview');
  return { title: t('title') };
}

export default async function OverviewPage() {
  const actor = await prefetchActor();
  // Only an office may look into another organisation's stock.
  const mayOpenStock = actor?.orgKind === 'blood_office';
  return (
    <Prefetched ask={(trpc) => [trpc.overview.city.queryOptions({})]}>
      <CityDesk mayOpenStock={mayOpenStock} />
    </Prefetched>
  );
}
