import { createTRPCClient, httpLink } from '@trpc/client';
import SuperJSON from 'superjson';
import type { AppRouter } from '@/server/router';
import { type Person, password } from './people';

/** What the server says to this person, apart from every browser: the truth that screens are compared with. */
export type Api = ReturnType<typeof createTRPCClient<AppRouter>>;

export async function signInForCookie(
  baseURL: string,
  { orgId, staffNo }: Person,
  isPractice = false,
): Promise<string> {
  const answer = await fetch(`${baseURL}/api/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-xuemai': '1', origin: baseURL },
    body: JSON.stringify({ orgId, staffNo, password, ...(isPractice ? { isPractice } : {}) }),
  });
  if (!answer.ok) throw new Error(`sign-in ${orgId} ${staffNo}: ${answer.status} ${await answer.text()}`);
  return answer.headers
    .getSetCookie()
    .map((text) => text.split(';', 1)[0])
    .join('; ');
}

const opened = new Map<string, Api>();

/** One session per person and worker, signed in at the first question and again when the server has ended it: an account holds three. */
export function openApi(baseURL: string, person: Person, isPractice = false): Api {
  const key = `${baseURL} ${person.orgId} ${person.staffNo} ${isPractice}`;
  const known = opened.get(key);
  if (known) return known;
  let cookie: Promise<string> | null = null;
  const api = createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: `${baseURL}/api/trpc`,
        transformer: SuperJSON,
        methodOverride: 'POST',
        async fetch(url, options) {
          const ask = async () => {
            // A server that was away just now is asked again the next time.
            cookie ??= signInForCookie(baseURL, person, isPractice).catch((error: unknown) => {
              cookie = null;
              throw error;
            });
            const headers = new Headers(options?.headers as HeadersInit | undefined);
            for (const [name, value] of Object.entries({ 'x-xuemai': '1', origin: baseURL, cookie: await cookie }))
              headers.set(name, value);
            return fetch(url, { ...(options as RequestInit), headers });
          };
          const answer = await ask();
          if (answer.status !== 401) return answer;
          cookie = null;
          return ask();
        },
      }),
    ],
  });
  opened.set(key, api);
  return api;
}
