import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { BagList } from '../_parts/bag-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('stock');
  return { title: t('tabs.expiring') };
}

export default function ExpiringPage() {
  return <BagList current="expiring" />;
}
