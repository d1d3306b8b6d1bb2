import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { ImmunoList } from './_parts/immuno-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('immunohematology-requests');
  return { title: t('title') };
}

export default async function ImmunohematologyPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <ImmunoList
        rights={{
          isLaboratory: actor !== null && actor.orgKind !== 'hospital',
          mayRegister: can(roles, 'immunohematology-requests.register'),
          mayTest: can(roles, 'immunohematology-requests.test'),
          mayReview: can(roles, 'immunohematology-requests.review'),
          mayPrint: can(roles, 'immunohematology-requests.print'),
          mayImport: can(roles, 'immunohematology-requests.import'),
          mayExport: can(roles, 'immunohematology-requests.export'),
        }}
      />
    </ListStateProvider>
  );
}
