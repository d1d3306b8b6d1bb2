import { headers } from 'next/headers';
import { emergencyPath } from '@/domain/modules';
import { can } from '@/domain/permissions';
import { currentSession } from '@/server/auth/current-actor';
import { type Front, readFront } from '@/server/auth/front';
import { thePractice, theRuntime } from '@/server/runtime';

export type { DemoAccount, Front, FrontOrganisation } from '@/server/auth/front';

/** Where this person issues in an emergency before any password is changed; null for whoever issues nothing. */
export async function readEmergencyDoor(): Promise<string | null> {
  const state = await currentSession();
  return state.kind === 'live' && can(state.actor.roles, 'clinical-issues.emergency') ? emergencyPath : null;
}

/** What the pages before signing in show. */
export async function readSignInFront(): Promise<Front & { hasPractice: boolean }> {
  return { ...(await readFront(theRuntime(), await headers())), hasPractice: thePractice() !== null };
}
