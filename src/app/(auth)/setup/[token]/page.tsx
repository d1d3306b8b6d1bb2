import type { Metadata } from 'next';
import { readSignInFront } from '@/app/_server/front';
import { defaultProfile } from '@/domain/accounts/password-policy';
import { readTranslations } from '@/i18n/server';
import { AuthFrame } from '../../_parts/auth-frame';
import { SetupForm } from './setup-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('auth');
  return { title: t('setup.title'), referrer: 'no-referrer' };
}

export default async function SetupPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { isDemo, isInsecure } = await readSignInFront();
  const { minLength, minClasses, history } = defaultProfile;
  return (
    <AuthFrame isDemo={isDemo} isInsecure={isInsecure}>
      <SetupForm token={token} rules={{ minimum: minLength, classes: minClasses, history }} />
    </AuthFrame>
  );
}
