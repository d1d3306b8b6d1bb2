import { headers } from 'next/headers';
import { cache } from 'react';
import type { DeviceActor, UserActor } from '../kernel/actor';
import type { Runtime } from '../runtime';
import { readSession, resolveActor, type SessionState } from './session';
import { runtimeOf } from './which-city';
import { listMemberships, type MembershipChoice } from './workstation';

/** Of the city to which the request belongs. */
export const currentRuntime = cache(async (): Promise<Runtime> => runtimeOf(await headers()));

/** For server components: read once per request. Layouts hide by it; authorisation stands in the procedures. */
export const currentActor = cache(
  async (): Promise<UserActor | DeviceActor | null> => resolveActor(await headers(), await currentRuntime()),
);

/** As `currentActor`, but tells a locked screen from nobody at all. */
export const currentSession = cache(
  async (): Promise<SessionState> => readSession((await headers()).get('cookie'), await currentRuntime()),
);

/** Where the signed-in person belongs, for the switch in the top band. */
export const currentMemberships = cache(async (): Promise<MembershipChoice[]> => {
  const state = await currentSession();
  return state.kind === 'none' ? [] : listMemberships(await currentRuntime(), state.actor);
});
