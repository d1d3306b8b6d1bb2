import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { PeopleList } from './_parts/people-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('people');
  return { title: t('title') };
}

export default async function PeoplePage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <PeopleList
        orgKind={actor?.orgKind ?? 'hospital'}
        rights={{
          mayRegister: can(roles, 'people.register'),
          mayModify: can(roles, 'people.modify'),
          mayLeave: can(roles, 'people.leave'),
          mayKeepGuests: can(roles, 'people.guests'),
          mayOpenAccounts: can(roles, 'people.accounts'),
          mayIssueBadges: can(roles, 'people.badges'),
          mayOpenElsewhere: can(roles, 'people.open-elsewhere'),
          mayImport: can(roles, 'people.import'),
          mayViewAs: can(roles, 'session.view-as') && !(actor?.kind === 'user' && actor.look),
          mayExport: can(roles, 'people.export'),
        }}
      />
    </ListStateProvider>
  );
}
