import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { PrintLabels } from '../../_parts/print-labels';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('immunohematology-requests');
  return { title: t('sheet.labels') };
}

export default async function PrintLabelsPage({ params }: { params: Promise<{ id: string }> }) {
  return <PrintLabels id={(await params).id} />;
}
