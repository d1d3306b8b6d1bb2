import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { LabelPrint } from '../../_parts/label-print';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('autologous-transfusions');
  return { title: t('labels.title') };
}

type PrintRouteProps = { params: Promise<{ id: string }> };

export default async function PrintRoute({ params }: PrintRouteProps) {
  return <LabelPrint id={(await params).id} />;
}
