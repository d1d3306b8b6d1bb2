import type { Metadata } from 'next';
import { readSignInFront } from '@/app/_server/front';
import { readTranslations } from '@/i18n/server';
import { AuthFrame } from '../../_parts/auth-frame';
import { EnrolForm } from './enrol-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('auth');
  return { title: t('enrol.title'), referrer: 'no-referrer' };
}

export default async function EnrolPage({ params }: { params: Promise<{ code: string }> }) {
  const { code } = await params;
  const { isDemo, isInsecure } = await readSignInFront();
  return (
    <AuthFrame isDemo={isDemo} isInsecure={isInsecure}>
      <EnrolForm code={code} />
    </AuthFrame>
  );
}
