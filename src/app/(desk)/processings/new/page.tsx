import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { ProcessingDesk } from '../_parts/processing-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('processings');
  return { title: t('createTitle') };
}

export default function NewProcessingPage() {
  return <ProcessingDesk />;
}
