import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { PrintApplication } from '../../_parts/print-application';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('immunohematology-requests');
  return { title: t('sheet.application') };
}

export default async function PrintApplicationPage({ params }: { params: Promise<{ id: string }> }) {
  return <PrintApplication id={(await params).id} />;
}
