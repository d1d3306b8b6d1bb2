import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { RelabellingList } from './_parts/relabelling-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('relabellings');
  return { title: t('title') };
}

export default async function RelabellingsPage() {
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <ListStateProvider>
      <RelabellingList mayRelabel={can(roles, 'relabellings.post')} mayExport={can(roles, 'relabellings.export')} />
    </ListStateProvider>
  );
}
