import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readRecallSheet } from '@/app/_server/recall-sheet';
import { readTranslations } from '@/i18n/server';
import { RecallSheet } from './_parts/recall-sheet';

type SheetPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('recalls');
  return { title: t('sheet.title') };
}

export default async function RecallSheetPage({ params }: SheetPageProps) {
  const sheet = await readRecallSheet((await params).id);
  if (!sheet) notFound();
  return <RecallSheet sheet={sheet} />;
}
