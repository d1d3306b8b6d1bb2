import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { TermList } from './_parts/term-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('dictionaries');
  return { title: t('title') };
}

export default async function DictionariesPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  // The city's words are kept by the municipal office: an office of a district reads them.
  const keeps = actor?.orgKind !== 'blood_office' || actor.district === '';
  return (
    <ListStateProvider>
      <TermList
        hasOwn={actor?.orgKind !== 'blood_office'}
        rights={{
          mayRegister: keeps && can(roles, 'dictionaries.register'),
          mayModify: keeps && can(roles, 'dictionaries.modify'),
          mayExport: can(roles, 'dictionaries.export'),
        }}
      />
    </ListStateProvider>
  );
}
