import type { Metadata } from 'next';
import { readLook } from '@/app/_server/look';
import { Banner } from '@/components/ui/banner';
import { readTranslations } from '@/i18n/server';
import { EmergencyDesk } from '../_parts/emergency-desk';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('clinical-issues');
  return { title: t('emergency.title') };
}

/** In a look nothing could be stored: that is said before a word is typed, and ending it leads back here. */
export default async function EmergencyPage() {
  if (!(await readLook())) return <EmergencyDesk />;
  const t = await readTranslations('clinical-issues');
  return (
    <div className="p-4">
      <h1 className="mb-3 text-20 font-bold">{t('emergency.title')}</h1>
      <Banner tone="stop">{t('emergency.inLook')}</Banner>
    </div>
  );
}
