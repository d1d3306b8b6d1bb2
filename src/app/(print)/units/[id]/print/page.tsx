import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readUnitReport } from '@/app/_server/unit-report';
import { readTranslations } from '@/i18n/server';
import { UnitReport } from './_parts/unit-report';

type ReportPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('units');
  return { title: t('sheet.title') };
}

export default async function UnitReportPage({ params }: ReportPageProps) {
  const report = await readUnitReport((await params).id);
  if (!report) notFound();
  return <UnitReport report={report} />;
}
