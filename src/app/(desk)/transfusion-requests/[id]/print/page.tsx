import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { PrintRequest } from '../../_parts/print-request';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('transfusion-requests');
  return { title: t('sheet.title') };
}

export default async function PrintRequestPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <PrintRequest id={id} />;
}
