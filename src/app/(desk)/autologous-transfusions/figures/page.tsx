import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { AutologousFigures } from '../_parts/autologous-figures';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('autologous-transfusions');
  return { title: t('figures.title') };
}

export default async function AutologousFiguresPage() {
  const roles = (await prefetchActor())?.roles ?? [];
  return <AutologousFigures maySeeRecords={can(roles, 'autologous-transfusions.read')} />;
}
