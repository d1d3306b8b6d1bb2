import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { incidentOwners } from '@/domain/incidents/rules';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { IncidentList } from './_parts/incident-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('incidents');
  return { title: t('title') };
}

export default async function IncidentsPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <IncidentList
        mayAssign={can(roles, 'incidents.assign')}
        mayResolve={can(roles, 'incidents.resolve')}
        mayExport={can(roles, 'incidents.export')}
        mayDiscard={can(roles, 'other-outbounds.register')}
        ownerId={actor?.kind === 'user' && roles.some((role) => incidentOwners.includes(role)) ? actor.personId : null}
      />
    </ListStateProvider>
  );
}
