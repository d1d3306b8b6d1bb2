import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { BenchDesk } from '../_parts/bench-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('specimens');
  return { title: t('bench.title') };
}

export default function BenchPage() {
  return <BenchDesk />;
}
