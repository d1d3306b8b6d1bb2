import type { z } from 'zod';
import type { Action } from '@/domain/permissions';
import { assertMay, asUrgent, parseInput } from './command';
import { toAppError } from './errors';
import { inScope, type Request, type Scope } from './scope';

export interface Read<S extends z.ZodType, O> {
  readonly name: string;
  readonly permission: Action;
  readonly input: S;
  readonly run: (scope: Scope, input: z.output<S>) => Promise<O>;
}

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
    return await inScope(asUrgent(request, read.permission), 'read', (scope) => read.run(scope, input));
  } catch (error) {
    const known = toAppError(error);
    if (known.code === 'internal')
      request.runtime.log.error({ err: error, read: read.name, requestId: request.requestId }, 'read failed');
    throw known;
  }
}
