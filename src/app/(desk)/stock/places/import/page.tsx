import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { ImportTemperatures } from '../_parts/import-temperatures';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('storage-places');
  return { title: t('recorder.title') };
}

export default function ImportTemperaturesPage() {
  return <ImportTemperatures />;
}
