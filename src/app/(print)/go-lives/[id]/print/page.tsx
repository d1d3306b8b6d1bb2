import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readOpeningSheet } from '@/app/_server/opening-sheet';
import { readTranslations } from '@/i18n/server';
import { OpeningSheet } from './_parts/opening-sheet';

type SheetPageProps = { params: Promise<{ id: string }>; searchParams: Promise<{ round?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('go-lives');
  return { title: t('sheet.title') };
}

export default async function OpeningSheetPage({ params, searchParams }: SheetPageProps) {
  const { round = '' } = await searchParams;
  const sheet = await readOpeningSheet((await params).id, round);
  if (!sheet) notFound();
  return <OpeningSheet sheet={sheet} />;
}
