import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { OrderStatistics } from '../_parts/order-statistics';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('blood-orders');
  return { title: t('figures.title') };
}

export default function OrderStatisticsPage() {
  return <OrderStatistics />;
}
