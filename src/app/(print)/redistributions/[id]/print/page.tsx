import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readRedistributionSheet } from '@/app/_server/redistribution-sheet';
import { readTranslations } from '@/i18n/server';
import { RedistributionSheet } from './_parts/redistribution-sheet';

type SheetPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('redistributions');
  return { title: t('sheet.title') };
}

export default async function RedistributionSheetPage({ params }: SheetPageProps) {
  const sheet = await readRedistributionSheet((await params).id);
  if (!sheet) notFound();
  return <RedistributionSheet sheet={sheet} />;
}
