import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { RecordPrint } from '../../_parts/record-print';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('autologous-transfusions');
  return { title: t('sheet.title') };
}

type PrintRouteProps = { params: Promise<{ id: string }> };

export default async function PrintRoute({ params }: PrintRouteProps) {
  return <RecordPrint id={(await params).id} />;
}
