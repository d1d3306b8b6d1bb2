import { headers } from 'next/headers';
import { cache } from 'react';
import type { DeviceActor, UserActor } from '../kernel/actor';
import { readSession, resolveActor, type SessionState } from './session';

/** For server components: read once per request. Layouts hide by it; authorisation stands in the procedures. */
export const currentActor = cache(async (): Promise<UserActor | DeviceActor | null> => resolveActor(await headers()));

/** As `currentActor`, but tells a locked screen from nobody at all. */
export const currentSession = cache(async (): Promise<SessionState> => readSession((await headers()).get('cookie')));
