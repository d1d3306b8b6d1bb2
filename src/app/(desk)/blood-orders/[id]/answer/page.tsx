import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { AnswerDesk } from '../../_parts/answer-desk';

type AnswerPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('blood-orders');
  return { title: t('toAnswer') };
}

export default async function AnswerPage({ params }: AnswerPageProps) {
  return <AnswerDesk id={(await params).id} />;
}
