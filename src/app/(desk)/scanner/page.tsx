import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { ScannerCheck } from './_parts/scanner-check';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('scanner');
  return { title: t('title') };
}

export default function ScannerPage() {
  return <ScannerCheck />;
}
