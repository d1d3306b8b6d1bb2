import { randomUUID } from 'node:crypto';
import SuperJSON from 'superjson';
import { loopbackDemoPassword } from '@/domain/accounts/demo';
import { digestOfCovers } from '@/domain/signatures/covers';
import { demoBadgeCode } from '@/server/auth/badges';
import { canonicalJson } from '@/server/kernel/digest';

export type Kind =
  | 'patient'
  | 'release'
  | 'ship'
  | 'receive'
  | 'reserve'
  | 'issue'
  | 'thaw'
  | 'split'
  | 'discard'
  | 'return'
  | 'count';

/** One command as it was sent: enough to send it again, and to find what it left. */
export interface Attempt {
  readonly kind: Kind;
  readonly orgId: string;
  readonly client: Client;
  readonly key: string;
  readonly path: string;
  readonly data: unknown;
  /** Written into the record by the command: finds it without its id. */
  readonly mark: string;
  readonly bags: number;
  /** performance.now() when it was first sent. */
  readonly sentAt: number;
  outcome: 'open' | 'acknowledged' | 'refused' | 'unanswered';
  /** The acknowledged result, as canonical JSON. */
  answer: string | null;
  refusal: string | null;
  /** ms until it was answered, of what was answered at the first sending. */
  tookMs: number | null;
}

/** The connection broke, or the server did not say what became of it. */
export class Unanswered extends Error {}

export class Refused extends Error {}

/** A browser of one demo person: signs in over HTTP, sends commands with keys, keeps every one it sent. */
export class Client {
  readonly attempts: Attempt[] = [];
  private cookie = '';

  constructor(
    readonly orgId: string,
    readonly staffNo: string,
    private readonly place: { readonly url: string; readonly authSecret: string },
  ) {}

  async signIn(): Promise<void> {
    const body = { orgId: this.orgId, staffNo: this.staffNo, password: loopbackDemoPassword };
    const response = await this.post('/api/auth/sign-in', body);
    if (!response.ok) throw new Error(`${this.orgId} ${this.staffNo} cannot sign in: ${await response.text()}`);
    await response.arrayBuffer();
    this.cookie = response.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  }

  /** A hand moved: the session does not lock by itself during a long drill. */
  async touch(): Promise<void> {
    const response = await this.post('/api/auth/touch', {});
    await response.arrayBuffer();
    if (!response.ok) await this.signIn();
  }

  /** A read, or a command that needs no key. @throws Unanswered, Refused. */
  async ask<T>(path: string, input: unknown): Promise<T> {
    const { text, code } = await this.call(path, input);
    if (code) throw new Refused(code);
    return SuperJSON.deserialize(JSON.parse(text)) as T;
  }

  async send<T>(kind: Kind, path: string, data: unknown, facts: { mark: string; bags: number }): Promise<T> {
    const attempt: Attempt = {
      ...{ kind, orgId: this.orgId, client: this, key: randomUUID(), path, data, ...facts },
      ...{ sentAt: performance.now(), outcome: 'open', answer: null, refusal: null, tookMs: null },
    };
    this.attempts.push(attempt);
    await this.deliver(attempt);
    attempt.tookMs = performance.now() - attempt.sentAt;
    if (attempt.outcome === 'refused') throw new Refused(attempt.refusal ?? '');
    return SuperJSON.deserialize(JSON.parse(attempt.answer ?? 'null')) as T;
  }

  /** Sends it, for the first time or again with the same key and body, and notes what came back. @throws Unanswered. */
  async deliver(attempt: Attempt): Promise<void> {
    try {
      const { text, code } = await this.call(attempt.path, { key: attempt.key, data: attempt.data });
      attempt.outcome = code ? 'refused' : 'acknowledged';
      if (code) attempt.refusal = code;
      else attempt.answer = text;
    } catch (error) {
      attempt.outcome = 'unanswered';
      throw error;
    }
  }

  /** What the server answers to the same key and body now. */
  async replay(attempt: Attempt): Promise<{ answer: string | null; refusal: string | null }> {
    const { text, code } = await this.call(attempt.path, { key: attempt.key, data: attempt.data });
    return code ? { answer: null, refusal: code } : { answer: text, refusal: null };
  }

  /** Tokens of people of this house over what is signed: the own session, others by their badge. */
  async signAll(covers: unknown, staffNos: readonly string[]): Promise<string[]> {
    const tokens: string[] = [];
    for (const staffNo of staffNos) {
      const signature =
        staffNo === this.staffNo
          ? { method: 'session' as const }
          : { method: 'badge' as const, badge: demoBadgeCode(this.place.authSecret, this.orgId, staffNo) };
      const data = { signature, coversDigest: digestOfCovers(covers) };
      tokens.push((await this.ask<{ token: string }>('signatures.verify', { data })).token);
    }
    return tokens;
  }

  /** The bare answer, whatever it says. */
  raw(path: string, input: unknown): Promise<Response> {
    return this.post(`/api/trpc/${path}`, SuperJSON.serialize(input));
  }

  private post(path: string, body: unknown): Promise<Response> {
    const { url } = this.place;
    const headers = { 'content-type': 'application/json', 'x-xuemai': '1', origin: url, cookie: this.cookie };
    const signal = AbortSignal.timeout(60_000);
    return fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body), signal }).catch(
      (error: unknown) => {
        throw new Unanswered(String(error));
      },
    );
  }

  private async call(path: string, input: unknown): Promise<{ text: string; code: string | null }> {
    const response = await this.post(`/api/trpc/${path}`, SuperJSON.serialize(input));
    let body: {
      result?: { data: unknown };
      error?: { json?: { message: string; data: { error: string; violations: { code: string }[] } } };
    };
    try {
      body = JSON.parse(await response.text());
    } catch (error) {
      throw new Unanswered(`${path}: ${response.status} ${String(error)}`);
    }
    // jsonb keeps the answer's values, not the order of its keys.
    if (response.ok && body.result) return { text: canonicalJson(body.result.data), code: null };
    const { error } = body.error?.json?.data ?? { error: 'internal' };
    // Neither says whether the transaction committed.
    if (error === 'busy' || error === 'internal' || response.status >= 500) throw new Unanswered(`${path}: ${error}`);
    const [first] = body.error?.json?.data.violations ?? [];
    return { text: '', code: first?.code ?? error };
  }
}
