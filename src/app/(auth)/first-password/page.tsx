import type { Metadata } from 'next';
import { readEmergencyDoor, readSignInFront } from '@/app/_server/front';
import { defaultProfile } from '@/domain/accounts/password-policy';
import { readTranslations } from '@/i18n/server';
import { safePath } from '../_parts/auth-client';
import { AuthFrame } from '../_parts/auth-frame';
import { PasswordForm } from './password-form';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('auth');
  return { title: t('first.title') };
}

export default async function FirstPasswordPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  const { next } = await searchParams;
  const { isDemo, isInsecure, dutyPhone } = await readSignInFront();
  const { minLength, minClasses, history } = defaultProfile;
  return (
    <AuthFrame isDemo={isDemo} isInsecure={isInsecure} dutyPhone={dutyPhone}>
      <PasswordForm
        next={safePath(typeof next === 'string' ? next : null)}
        rules={{ minimum: minLength, classes: minClasses, history }}
        emergency={await readEmergencyDoor()}
      />
    </AuthFrame>
  );
}
