import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { readPlaceLabels } from '@/app/_server/place-labels';
import { readTranslations } from '@/i18n/server';
import { PlaceLabels } from './_parts/place-labels';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('storage-places');
  return { title: t('labelsTitle') };
}

export default async function PlaceLabelsPage() {
  const labels = await readPlaceLabels();
  if (!labels) notFound();
  return <PlaceLabels labels={labels} />;
}
