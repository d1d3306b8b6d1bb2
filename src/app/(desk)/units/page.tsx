import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { UnitSearch } from './_parts/unit-search';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('units');
  return { title: t('title') };
}

export default function UnitsPage() {
  return <UnitSearch />;
}
