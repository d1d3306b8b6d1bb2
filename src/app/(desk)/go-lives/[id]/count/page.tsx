import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { CountDesk } from '../../_parts/count-desk';

type CountPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('go-lives');
  return { title: t('title') };
}

export default async function ShelfCountPage({ params }: CountPageProps) {
  return <CountDesk id={(await params).id} />;
}
