import type { Metadata } from 'next';
import { prefetchActor } from '@/app/_server/prefetch';
import { can } from '@/domain/permissions';
import { readTranslations } from '@/i18n/server';
import { ScreensPage } from './_parts/screens-page';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('devices');
  return { title: t('title') };
}

export default async function DevicesPage() {
  const actor = await prefetchActor();
  return <ScreensPage mayEnrol={can(actor?.roles ?? [], 'devices.enrol')} />;
}
