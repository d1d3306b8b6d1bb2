import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { RegisterDesk } from '../_parts/register-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('clinical-issues');
  return { title: t('form.title') };
}

export default function RegisterPage() {
  return <RegisterDesk />;
}
