import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { GoLiveList } from './_parts/go-live-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('go-lives');
  return { title: t('title') };
}

/** A hospital sees its own, an office those of its hospitals. */
export default async function GoLivesPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  const isHospital = actor?.orgKind === 'hospital';
  return (
    <ListStateProvider>
      <GoLiveList
        isOffice={actor?.orgKind === 'blood_office'}
        mayOpen={isHospital && can(roles, 'go-lives.open')}
        mayExport={can(roles, 'go-lives.export')}
      />
    </ListStateProvider>
  );
}
