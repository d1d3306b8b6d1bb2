import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { EntryDesk } from '../../_parts/entry-desk';

type EnterPageProps = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('downtime-forms');
  return { title: t('enterTitle') };
}

export default async function EnterFormPage({ params }: EnterPageProps) {
  return <EntryDesk id={(await params).id} />;
}
