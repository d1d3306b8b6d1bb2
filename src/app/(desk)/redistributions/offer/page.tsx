import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { MorningDesk } from '../_parts/morning-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('redistributions');
  return { title: t('morningTitle') };
}

export default function MorningPage() {
  return <MorningDesk />;
}
