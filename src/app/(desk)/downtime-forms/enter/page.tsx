import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { FormGate } from '../_parts/form-gate';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('downtime-forms');
  return { title: t('enterTitle') };
}

export default function EnterAnyFormPage() {
  return <FormGate />;
}
