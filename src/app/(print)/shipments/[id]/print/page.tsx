import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readShipmentSheet } from '@/app/_server/shipment-sheet';
import { readTranslations } from '@/i18n/server';
import { ShipmentSheet } from './_parts/shipment-sheet';

type SheetPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('shipments');
  return { title: t('sheet.title') };
}

export default async function ShipmentSheetPage({ params }: SheetPageProps) {
  const sheet = await readShipmentSheet((await params).id);
  if (!sheet) notFound();
  return <ShipmentSheet sheet={sheet} />;
}
