import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readTemperatureSheet } from '@/app/_server/temperature-sheet';
import { readTranslations } from '@/i18n/server';
import { TemperatureSheet } from './_parts/temperature-sheet';

type SheetPageProps = { params: Promise<{ id: string }>; searchParams: Promise<{ month?: string | string[] }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('storage-places');
  return { title: t('monthly.title') };
}

export default async function TemperatureSheetPage({ params, searchParams }: SheetPageProps) {
  const { month } = await searchParams;
  const sheet = await readTemperatureSheet((await params).id, month?.toString());
  if (!sheet) notFound();
  return <TemperatureSheet sheet={sheet} />;
}
