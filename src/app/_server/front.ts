import { headers } from 'next/headers';
import { type Front, readFront } from '@/server/auth/front';
import { theRuntime } from '@/server/runtime';

export type { DemoAccount, Front, FrontOrganisation } from '@/server/auth/front';

/** What the pages before signing in show. */
export async function readSignInFront(): Promise<Front> {
  return readFront(theRuntime(), await headers());
}
