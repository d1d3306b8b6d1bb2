import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { RedistributionList } from './_parts/redistribution-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('redistributions');
  return { title: t('title') };
}

export default async function RedistributionsPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <RedistributionList
        rights={{
          isOffice: actor?.orgKind === 'blood_office',
          mayOffer: can(roles, 'redistributions.offer'),
          mayAnswer: can(roles, 'redistributions.answer'),
          mayExport: can(roles, 'redistributions.export'),
          maySend: can(roles, 'other-outbounds.register'),
          mayReceive: can(roles, 'bag-receipts.post'),
        }}
      />
    </ListStateProvider>
  );
}
