import { betterAuth } from 'better-auth';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { username } from 'better-auth/plugins/username';
import { drizzleOn } from '@/db/drizzle';
import { passwordProfiles } from '@/domain/accounts/password-policy';
import type { Runtime } from '../runtime';
import { addressHeader } from './address';
import { hashPassword, verifyPassword } from './password-hash';
import { account, session, user, verification } from './schema';

/** Longest a session lives, whatever its owner does. */
export const sessionHours = 12;
/** Without a hand on keyboard, mouse or scanner for this long it is locked. */
export const idleMinutes = 15;
export const maxSessions = 3;

/**
 * better-auth over its own login. None of its routes is reachable: our handler calls `auth.api` after lockout and writes the audit
 * row, so sign-up, e-mail and profile routes do not exist. Sessions are never refreshed and never cached in a cookie.
 */
function createAuth(runtime: Runtime) {
  const isHttps = runtime.publicUrl.startsWith('https:');
  return betterAuth({
    appName: 'xuemai',
    baseURL: runtime.publicUrl,
    basePath: '/api/auth',
    secret: runtime.authSecret,
    database: drizzleAdapter(drizzleOn(runtime.authSql), {
      provider: 'pg',
      schema: { user, session, account, verification },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      maxPasswordLength: passwordProfiles.mlps3.maxLength,
      password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
    },
    session: { expiresIn: sessionHours * 3600, disableSessionRefresh: true, cookieCache: { enabled: false } },
    plugins: [
      username({
        displayUsername: false,
        minUsernameLength: 4,
        maxUsernameLength: 40,
        usernameValidator: (name) => /^[a-z0-9-]{2,16}\.[a-z0-9]{1,20}$/.test(name),
      }),
    ],
    advanced: {
      useSecureCookies: false,
      ipAddress: { ipAddressHeaders: [addressHeader] },
      cookies: {
        session_token: {
          name: sessionCookieName(runtime),
          attributes: { httpOnly: true, sameSite: 'strict', path: '/', secure: isHttps },
        },
      },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  });
}

export type Auth = ReturnType<typeof createAuth>;

const instances = new WeakMap<Runtime, Auth>();

export function authOf(runtime: Runtime): Auth {
  const known = instances.get(runtime);
  if (known) return known;
  const made = createAuth(runtime);
  instances.set(runtime, made);
  return made;
}

/**
 * `__Host-` binds the cookie to this host and to https; browsers refuse the prefix on plain http. Each city has a name of its own: by the cookie a
 * request belongs to one of them.
 */
export function sessionCookieName({ publicUrl, isPractice }: Runtime): string {
  const name = isPractice ? 'xuemai-practice' : 'xuemai-session';
  return publicUrl.startsWith('https:') ? `__Host-${name}` : name;
}

export function deviceCookieName(runtime: Runtime): string {
  return runtime.publicUrl.startsWith('https:') ? '__Host-xuemai-device' : 'xuemai-device';
}
