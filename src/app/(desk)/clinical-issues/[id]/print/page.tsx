import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { PrintPage } from '../../_parts/print-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('clinical-issues');
  return { title: t('sheet.title') };
}

type PrintRouteProps = { params: Promise<{ id: string }> };

export default async function PrintRoute({ params }: PrintRouteProps) {
  const { id } = await params;
  return <PrintPage id={id} />;
}
