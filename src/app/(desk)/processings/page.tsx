import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { ProcessingList } from './_parts/processing-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('processings');
  return { title: t('title') };
}

export default async function ProcessingsPage() {
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <ListStateProvider>
      <ProcessingList
        mayRegister={can(roles, 'processings.register')}
        mayVoid={can(roles, 'processings.void')}
        mayExport={can(roles, 'processings.export')}
      />
    </ListStateProvider>
  );
}
