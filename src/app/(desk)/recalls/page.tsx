import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { RecallList } from './_parts/recall-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('recalls');
  return { title: t('title') };
}

export default async function RecallsPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <RecallList
        rights={{
          isStation: actor?.kind === 'user' && actor.orgKind === 'blood_station',
          mayRegister: can(roles, 'recalls.register'),
          mayRelease: can(roles, 'recalls.release'),
          mayCall: can(roles, 'recalls.call'),
          mayAcknowledge: can(roles, 'recalls.acknowledge'),
          maySetFate: can(roles, 'recalls.set-fate'),
          mayLookBack: can(roles, 'recalls.look-back'),
          mayExport: can(roles, 'recalls.export'),
          maySendOut: can(roles, 'other-outbounds.register'),
        }}
      />
    </ListStateProvider>
  );
}
