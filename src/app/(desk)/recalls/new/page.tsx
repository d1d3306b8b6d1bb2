import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { RegisterRecall } from '../_parts/register-recall';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('recalls');
  return { title: t('register.title') };
}

export default function NewRecallPage() {
  return <RegisterRecall />;
}
