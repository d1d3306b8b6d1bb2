import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { OrganisationList } from './_parts/organisation-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('organisations');
  return { title: t('title') };
}

export default async function OrganisationsPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  // The list is the city's: an office of a district reads it.
  const keeps = actor?.orgKind === 'blood_office' && actor.district === '';
  return (
    <ListStateProvider>
      <OrganisationList
        rights={{
          mayRegister: keeps && can(roles, 'organisations.register'),
          mayRetire: keeps && can(roles, 'organisations.retire'),
          mayExport: can(roles, 'organisations.export'),
          mayOpenAccounts: keeps && can(roles, 'people.open-elsewhere'),
        }}
      />
    </ListStateProvider>
  );
}
