import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readStocktakeSheet } from '@/app/_server/stocktake-sheet';
import { readTranslations } from '@/i18n/server';
import { StocktakeSheet } from './_parts/stocktake-sheet';

type SheetPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('stocktakes');
  return { title: t('sheet.title') };
}

export default async function StocktakeSheetPage({ params }: SheetPageProps) {
  const sheet = await readStocktakeSheet((await params).id);
  if (!sheet) notFound();
  return <StocktakeSheet sheet={sheet} />;
}
