import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { lookChoices } from '@/domain/view-as';
import { readTranslations } from '@/i18n/server';
import { ViewAs } from '../_parts/view-as';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('view-as');
  return { title: t('title') };
}

export default async function ViewAsPage() {
  const actor = await prefetchActor();
  if (actor?.kind !== 'user') return null;
  return (
    <ViewAs looksAs={actor.look?.role ?? null} choices={actor.look ? [] : lookChoices(actor.orgKind, actor.roles)} />
  );
}
