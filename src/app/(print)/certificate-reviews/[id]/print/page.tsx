import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readReviewSheet } from '@/app/_server/review-sheet';
import { readTranslations } from '@/i18n/server';
import { ReviewSheet } from './_parts/review-sheet';

type SheetPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('certificate-reviews');
  return { title: t('sheet.title') };
}

export default async function ReviewSheetPage({ params }: SheetPageProps) {
  const sheet = await readReviewSheet((await params).id);
  if (!sheet) notFound();
  return <ReviewSheet sheet={sheet} />;
}
