import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { RelabelDesk } from '../_parts/relabel-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('relabellings');
  return { title: t('relabelTitle') };
}

export default function RelabelPage() {
  return <RelabelDesk />;
}
