import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { RedistributionFigures } from '../_parts/redistribution-figures';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('redistributions');
  return { title: t('figures.title') };
}

export default function RedistributionStatisticsPage() {
  return <RedistributionFigures />;
}
