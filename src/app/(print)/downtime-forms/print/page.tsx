import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readDowntimeSheets } from '@/app/_server/downtime-sheets';
import { readTranslations } from '@/i18n/server';
import { DowntimeSheets } from './_parts/downtime-sheets';

type SheetsPageProps = { searchParams: Promise<{ ids?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('downtime-forms');
  return { title: t('sheet.title') };
}

export default async function DowntimeSheetsPage({ searchParams }: SheetsPageProps) {
  const { ids = '' } = await searchParams;
  const sheets = await readDowntimeSheets((Array.isArray(ids) ? ids : ids.split(',')).filter(Boolean));
  if (!sheets) notFound();
  return <DowntimeSheets sheets={sheets} />;
}
