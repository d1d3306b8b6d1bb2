import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { PlacesPage } from './_parts/places-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('storage-places');
  return { title: t('title') };
}

export default async function StoragePlacesPage() {
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <PlacesPage
      mayRegister={can(roles, 'storage-places.register')}
      mayModify={can(roles, 'storage-places.modify')}
      mayMove={can(roles, 'storage-places.move')}
      mayRead={can(roles, 'storage-places.read-temperature')}
      mayImport={can(roles, 'storage-places.import')}
      mayCount={can(roles, 'stocktakes.count')}
    />
  );
}
