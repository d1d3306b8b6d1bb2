import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { SpecimenList } from './_parts/specimen-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('specimens');
  return { title: t('title') };
}

export default async function SpecimensPage() {
  const roles = (await prefetchActor())?.roles ?? [];
  return (
    <ListStateProvider>
      <SpecimenList
        rights={{
          mayTest: can(roles, 'specimens.test'),
          mayRefuse: can(roles, 'specimens.receive'),
          mayVoid: can(roles, 'specimens.void'),
          mayExport: can(roles, 'specimens.export'),
        }}
      />
    </ListStateProvider>
  );
}
