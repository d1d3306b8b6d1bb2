'use client';
import { useState } from 'react';
import type { Front } from '@/server/auth/front';
import { DemoAccounts } from './demo-accounts';
import { SignInForm } from './sign-in-form';

export type SignInReason = 'ended' | 'signed-out' | 'practice-over';
type SignInProps = Pick<Front, 'organisations' | 'demo'> & {
  next: string;
  why: SignInReason | null;
  hasPractice: boolean;
};

export interface Prefill {
  readonly orgId: string;
  readonly staffNo: string;
  readonly password: string;
}

/** The form, and beside it on a demo machine the people one may be. */
export function SignIn({ organisations, demo, next, why, hasPractice }: SignInProps) {
  const [prefill, setPrefill] = useState<Prefill | null>(null);
  return (
    <>
      <SignInForm organisations={organisations} prefill={prefill} next={next} why={why} hasPractice={hasPractice} />
      {demo && demo.accounts.length > 0 && (
        <DemoAccounts
          accounts={demo.accounts}
          password={demo.password}
          onChoose={({ orgId, staffNo }) => setPrefill({ orgId, staffNo, password: demo.password })}
        />
      )}
    </>
  );
}
