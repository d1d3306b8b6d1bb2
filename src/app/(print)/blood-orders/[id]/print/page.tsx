import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readOrderSheet } from '@/app/_server/order-sheet';
import { readTranslations } from '@/i18n/server';
import { OrderSheet } from './_parts/order-sheet';

type SheetPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('blood-orders');
  return { title: t('sheet.title') };
}

export default async function OrderSheetPage({ params }: SheetPageProps) {
  const sheet = await readOrderSheet((await params).id);
  if (!sheet) notFound();
  return <OrderSheet sheet={sheet} />;
}
