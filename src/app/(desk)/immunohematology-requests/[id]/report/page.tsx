import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { PrintReport } from '../../_parts/print-report';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('immunohematology-requests');
  return { title: t('sheet.report') };
}

export default async function PrintReportPage({ params }: { params: Promise<{ id: string }> }) {
  return <PrintReport id={(await params).id} />;
}
