import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { ListStateProvider } from '@/components/record/list-state-provider';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { ShipmentList } from './_parts/shipment-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('shipments');
  return { title: t('title') };
}

export default async function ShipmentsPage() {
  const actor = await prefetchActor();
  const roles = actor?.roles ?? [];
  return (
    <ListStateProvider>
      <ShipmentList
        isSender={actor?.orgKind === 'blood_station'}
        mayShip={can(roles, 'shipments.ship')}
        mayVoid={can(roles, 'shipments.void')}
        mayReceive={can(roles, 'bag-receipts.post')}
        mayExport={can(roles, 'shipments.export')}
      />
    </ListStateProvider>
  );
}
