import { emergencyPath } from '@/domain/modules';
import { type AuthFailure, postAuth } from './auth-client';
import { leaveFor } from './leave';
import { tellTabs } from './tabs';

/** Where whoever has ended a look chooses the next one. */
const afterLook = '/people/view-as';

/** Acts as himself again, and on the page of an emergency goes on there. Everything on the screen belongs to the role: begun anew. @returns what failed; null: on the way. */
export async function endLook(drawnFor: string): Promise<AuthFailure | null> {
  const answer = await postAuth('view-as-end', {}, drawnFor);
  if (!answer.ok) return answer.failure;
  tellTabs('changed');
  const { pathname } = window.location;
  leaveFor(pathname === emergencyPath ? emergencyPath : afterLook);
  return null;
}
