import { headers } from 'next/headers';
import { cache } from 'react';
import type { DeviceActor, UserActor } from '../kernel/actor';
import { theRuntime } from '../runtime';
import { readSession, resolveActor, type SessionState } from './session';
import { listMemberships, type MembershipChoice } from './workstation';

/** For server components: read once per request. Layouts hide by it; authorisation stands in the procedures. */
export const currentActor = cache(async (): Promise<UserActor | DeviceActor | null> => resolveActor(await headers()));

/** As `currentActor`, but tells a locked screen from nobody at all. */
export const currentSession = cache(async (): Promise<SessionState> => readSession((await headers()).get('cookie')));

/** Where the signed-in person belongs, for the switch in the top band. */
export const currentMemberships = cache(async (): Promise<MembershipChoice[]> => {
  const state = await currentSession();
  return state.kind === 'none' ? [] : listMemberships(theRuntime(), state.actor);
});
