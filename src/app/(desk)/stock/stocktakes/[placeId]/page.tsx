import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { CountDesk } from '../_parts/count-desk';

type CountPageProps = { params: Promise<{ placeId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('stocktakes');
  return { title: t('title') };
}

export default async function CountPage({ params }: CountPageProps) {
  return <CountDesk placeId={(await params).placeId} />;
}
