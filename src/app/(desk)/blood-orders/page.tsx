import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { OrderList } from './_parts/order-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('blood-orders');
  return { title: t('title') };
}

export default async function BloodOrdersPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <OrderList
        rights={{
          side: actor?.orgKind === 'blood_station' ? 'station' : actor?.orgKind === 'hospital' ? 'hospital' : 'office',
          mayOrder: can(roles, 'blood-orders.submit'),
          mayAnswer: can(roles, 'blood-orders.answer'),
          mayDeliver: can(roles, 'blood-orders.deliver'),
          mayPhone: can(roles, 'blood-orders.confirm-phone'),
          mayArrive: can(roles, 'blood-orders.arrive'),
          mayClose: can(roles, 'blood-orders.close-short'),
          mayPlan: can(roles, 'blood-orders.plan'),
          mayReceive: can(roles, 'bag-receipts.post'),
          mayExport: can(roles, 'blood-orders.export'),
        }}
      />
    </ListStateProvider>
  );
}
