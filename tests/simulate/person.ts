import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { TRPCClientError } from '@trpc/client';
import { digestOfCovers } from '@/domain/signatures/covers';
import { type Api, openApi } from '../e2e/support/api';
import { password } from '../e2e/support/people';
import type { Tally } from './tally';

/** The rules said no: the answer to a question, not a fault. */
export class Refused extends Error {}

type Signature =
  | { method: 'session' }
  | { method: 'badge'; badge: string }
  | { method: 'password'; staffNo: string; password: string };

interface FailureData {
  readonly error?: string;
  readonly violations?: readonly { readonly code: string }[];
}

/** How often a command is sent again under its key before the server counts as gone: about two minutes. */
const sendings = 60;

/** A demo person at a PC: the typed API over HTTP, and every command under a key until somebody has answered it. */
export class Person {
  readonly api: Api;

  constructor(
    origin: string,
    readonly orgId: string,
    readonly staffNo: string,
    private readonly tally: Tally,
    /** The badges of the house by staff number, as its demo sheet prints them. */
    private readonly badges: ReadonlyMap<string, string> = new Map(),
  ) {
    this.api = openApi(origin, { orgId, staffNo });
  }

  /** @throws Refused with the first code; Error when nobody answered for two minutes. */
  async command<T>(verb: string, send: (key: string) => Promise<T>): Promise<T> {
    const key = randomUUID();
    const verbTally = this.tally.of(verb);
    this.tally.commands += 1;
    for (let sending = 1; ; sending += 1) {
      const since = performance.now();
      try {
        const answer = await send(key);
        verbTally.done += 1;
        if (sending > 1) verbTally.settledByKey += 1;
        else verbTally.took.push(performance.now() - since);
        return answer;
      } catch (error) {
        const code = refusalOf(error);
        // Sent again it may well be taken; the screens of people do not send it again.
        if (isInternal(error)) this.tally.violations.push(`${verb} answered with an internal error`);
        if (code !== null) {
          verbTally.refused.set(code, (verbTally.refused.get(code) ?? 0) + 1);
          throw new Refused(code);
        }
        if (sending === sendings) throw error;
        await pause(Math.min(2_000, 100 * 2 ** sending));
      }
    }
  }

  /** A question, asked again while nobody answers. @throws Refused. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    for (let asking = 1; ; asking += 1) {
      try {
        return await question();
      } catch (error) {
        const code = refusalOf(error);
        if (code !== null) throw new Refused(code);
        if (asking === sendings) throw error;
        await pause(Math.min(2_000, 100 * 2 ** asking));
      }
    }
  }

  /** Tokens over what is signed: oneself by the session, others by their badge, else by their password. */
  async sign(covers: unknown, staffNos: readonly string[]): Promise<string[]> {
    const coversDigest = digestOfCovers(covers);
    return Promise.all(
      staffNos.map(async (staffNo) => {
        const signature = this.signatureOf(staffNo);
        const { token } = await this.ask(() =>
          this.api.signatures.verify.mutate({ data: { signature, coversDigest } }),
        );
        return token;
      }),
    );
  }

  private signatureOf(staffNo: string): Signature {
    if (staffNo === this.staffNo) return { method: 'session' };
    const badge = this.badges.get(staffNo);
    return badge ? { method: 'badge', badge } : { method: 'password', staffNo, password };
  }
}

function isInternal(error: unknown): boolean {
  return error instanceof TRPCClientError && (error.data as FailureData | null | undefined)?.error === 'internal';
}

/** The code of a refusal; null: silence, a server that went away, or one that was busy. Those may be sent again. */
function refusalOf(error: unknown): string | null {
  if (!(error instanceof TRPCClientError)) return null;
  const data = error.data as FailureData | null | undefined;
  if (!data?.error || data.error === 'busy' || data.error === 'internal') return null;
  return data.violations?.[0]?.code ?? data.error;
}
