import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { StocktakeList } from './_parts/stocktake-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('stocktakes');
  return { title: t('title') };
}

export default async function StocktakesPage() {
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <ListStateProvider>
      <StocktakeList mayExport={can(roles, 'stocktakes.export')} mayCount={can(roles, 'stocktakes.count')} />
    </ListStateProvider>
  );
}
