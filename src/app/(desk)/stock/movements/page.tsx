import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { MovementList } from '../_parts/movement-list';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('stock');
  return { title: t('tabs.movements') };
}

export default function MovementsPage() {
  return <MovementList />;
}
