import type { z } from 'zod';
import { ofTheCity } from '@/domain/change';
import type { Action } from '@/domain/permissions';
import type { Runtime } from '../runtime';
import { type Actor, scopeRoleOf } from './actor';
import { assertMay, asUrgent, parseInput } from './command';
import { AppError, toAppError } from './errors';
import { OneReading } from './one-reading';
import { inScope, type Request, type Scope } from './scope';
import { keepInWords } from './wire';

export interface Read<S extends z.ZodType, O> {
  readonly name: string;
  readonly permission: Action;
  readonly input: S;
  /**
   * Who gets the same answer to the same question, and shares a reading of it: everybody who has the permission, or everybody of one
   * organisation. For what every live screen reads again at the same moment. Without it each request reads for itself.
   */
  readonly sharedBy?: 'city' | 'organisation';
  readonly run: (scope: Scope, input: z.output<S>) => Promise<O>;
}

const readings = new WeakMap<Runtime, OneReading>();

export function defineRead<S extends z.ZodType, O>(read: Read<S, O>): Read<S, O> {
  return read;
}

/** Runs a read in a read-only transaction under the actor's scope. @throws AppError only. */
export async function runRead<S extends z.ZodType, O>(
  read: Read<S, O>,
  request: Request,
  rawInput: unknown,
): Promise<O> {
  assertMay(request.actor, read.permission);
  const input = parseInput(read.input, rawInput);
  try {
    const asked = asUrgent(request, read.permission);
    if (!read.sharedBy) return await inScope(asked, 'read', (scope) => read.run(scope, input));
    const shared = read.sharedBy === 'city' ? { ...asked, turnOf: ofTheCity } : asked;
    return await readTogether(request, keyOfReading(read, request.actor, input), () =>
      inScope(shared, 'read', (scope) => read.run(scope, input)),
    );
  } catch (error) {
    const known = toAppError(error);
    if (known.code === 'internal')
      request.runtime.log.error({ err: error, read: read.name, requestId: request.requestId }, 'read failed');
    throw known;
  }
}

/** A database that went away without a word leaves a reading hanging for minutes: whoever asks after this time begins anew. */
const givenUpAfterMs = 35_000;

async function givenUp<O>(reading: Promise<O>): Promise<O> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('busy')), givenUpAfterMs);
  });
  return Promise.race([reading, late]).finally(() => clearTimeout(timer));
}

async function readTogether<O>({ runtime }: Request, key: string, run: () => Promise<O>): Promise<O> {
  const known = readings.get(runtime) ?? new OneReading();
  readings.set(runtime, known);
  const answer = await known.ask(key, () => givenUp(run()));
  keepInWords(answer);
  return answer;
}

function keyOfReading(
  { name, sharedBy }: Pick<Read<z.ZodType, unknown>, 'name' | 'sharedBy'>,
  actor: Actor,
  input: unknown,
): string {
  const whose =
    sharedBy === 'city' ? [] : [scopeRoleOf(actor), actor.orgId, actor.kind === 'system' ? '' : actor.district];
  return JSON.stringify([name, whose, input]);
}
