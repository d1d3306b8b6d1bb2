import { Agent, request } from 'node:http';
import SuperJSON from 'superjson';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

/** POST of JSON over kept-alive connections. `fetch` would cost more than what is measured. */
export function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          'x-xuemai': '1',
          ...headers,
        },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
        answer.on('error', reject);
      },
    );
    // A kept line that the server had given up in this very instant: nothing was read of it, as Node's documentation of `reusedSocket` has it.
    sent.on('error', (error: NodeJS.ErrnoException) =>
      sent.reusedSocket && error.code === 'ECONNRESET' ? resolve(post(url, body, headers)) : reject(error),
    );
    sent.end(text);
  });
}

/** The server said that it is busy, as it does to a person: nothing was written. */
export class Busy extends Error {}

/** A procedure of our server. @throws Busy; any error when it is refused: a bench of refusals would be fast and worthless. */
export async function callProcedure<T>(url: string, cookie: string, path: string, input: unknown): Promise<T> {
  const { status, text } = await post(`${url}/api/trpc/${path}`, SuperJSON.serialize(input), { cookie });
  if (status === 503) throw new Busy(path);
  if (status !== 200) throw new Error(`${path} ${status} ${text.slice(0, 400)}`);
  return SuperJSON.deserialize(JSON.parse(text).result.data) as T;
}
