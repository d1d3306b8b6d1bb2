import type { Metadata } from 'next';
import { readTranslations } from '@/i18n/server';
import { PlanDesk } from '../_parts/plan-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('blood-orders');
  return { title: t('planTitle') };
}

export default function PlanPage() {
  return <PlanDesk />;
}
