import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { EmergencyDesk } from '../_parts/emergency-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('clinical-issues');
  return { title: t('emergency.title') };
}

export default function EmergencyPage() {
  return <EmergencyDesk />;
}
