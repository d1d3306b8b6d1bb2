import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { PickDesk } from '../../_parts/pick-desk';

type PickPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('blood-orders');
  return { title: t('toPick') };
}

export default async function PickPage({ params }: PickPageProps) {
  return <PickDesk id={(await params).id} />;
}
