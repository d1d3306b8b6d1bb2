import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { OrderDeskPage } from '../_parts/order-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('blood-orders');
  return { title: t('create') };
}

type NewOrderProps = { searchParams: Promise<{ change?: string; copy?: string }> };

export default async function NewOrderPage({ searchParams }: NewOrderProps) {
  const { change, copy } = await searchParams;
  return <OrderDeskPage {...(change ? { changeId: change } : {})} {...(copy ? { copyId: copy } : {})} />;
}
