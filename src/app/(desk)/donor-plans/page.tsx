import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { ShareList } from './_parts/share-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('donor-plans');
  return { title: t('title') };
}

export default async function DonorPlansPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <ShareList
        rights={{
          isOffice: actor?.orgKind === 'blood_office',
          mayAllocate: can(roles, 'donor-plans.allocate'),
          mayRevoke: can(roles, 'donor-plans.revoke'),
          mayActivate: can(roles, 'donor-plans.activate'),
          mayReturn: can(roles, 'donor-plans.return'),
          mayExport: can(roles, 'donor-plans.export'),
          maySeeOrders: can(roles, 'blood-orders.read'),
        }}
      />
    </ListStateProvider>
  );
}
