import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { ReleaseList } from './_parts/release-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('station-stock');
  return { title: t('title') };
}

export default async function StationStockPage() {
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <ListStateProvider>
      <ReleaseList mayRelease={can(roles, 'station-stock.release')} mayExport={can(roles, 'station-stock.export')} />
    </ListStateProvider>
  );
}
