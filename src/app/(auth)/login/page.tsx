import type { Metadata } from 'next';
import { readSignInFront } from '@/app/_server/front';
import { readTranslations } from '@/i18n/server';
import { safePath } from '../_parts/auth-client';
import { AuthFrame } from '../_parts/auth-frame';
import { SignIn } from './sign-in';

export async function generateMetadata(): Promise<Metadata> {
  const t = await readTranslations('auth');
  return { title: t('signIn.title') };
}

interface LoginPageProps {
  searchParams: Promise<{ next?: string | string[]; why?: string | string[] }>;
}

export default async function LoginPage({ searchParams }: LoginPageProps) {
  const { next, why } = await searchParams;
  const { isDemo, isInsecure, dutyPhone, organisations, demo, hasPractice } = await readSignInFront();
  return (
    <AuthFrame isDemo={isDemo} isInsecure={isInsecure} dutyPhone={dutyPhone}>
      <SignIn
        organisations={organisations}
        demo={demo}
        next={safePath(typeof next === 'string' ? next : null)}
        why={why === 'ended' || why === 'signed-out' || why === 'practice-over' ? why : null}
        hasPractice={hasPractice}
      />
    </AuthFrame>
  );
}
