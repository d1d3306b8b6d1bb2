import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import type { ModuleName } from '@/domain/modules';
import type { Action } from '@/domain/permissions';
import type { Runtime } from '../runtime';
import type { Actor } from './actor';
import { type Command, execute } from './command';
import { saveDraft, saveDraftInput } from './drafts';
import { AppError, type ErrorCode } from './errors';
import { type Read, runRead } from './read';
import type { Request } from './scope';
import { wire } from './wire';

export interface Context {
  readonly runtime: Runtime;
  readonly actor: Actor | null;
  readonly requestId: string;
}

/** Every procedure says what it is and which permission it needs: the cross-organisation matrix is generated from this. */
export interface ProcedureMeta {
  readonly kind: 'command' | 'read';
  readonly name: string;
  readonly permission: Action;
}

const statusOf = {
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  password_change_required: 'FORBIDDEN',
  viewing_as: 'FORBIDDEN',
  real_city_only: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  invalid_input: 'BAD_REQUEST',
  refused: 'PRECONDITION_FAILED',
  conflict: 'CONFLICT',
  key_reused: 'UNPROCESSABLE_CONTENT',
  busy: 'SERVICE_UNAVAILABLE',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorCode, string>;

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    transformer: wire,
    errorFormatter({ shape, error, ctx }) {
      const known = error.cause instanceof AppError ? error.cause : null;
      return {
        code: shape.code,
        message: known?.code ?? (error.code === 'INTERNAL_SERVER_ERROR' ? 'internal' : shape.message),
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          requestId: ctx?.requestId ?? '',
          error: known?.code ?? ('internal' as ErrorCode),
          violations: known?.violations ?? [],
          theirs: known?.theirs ?? null,
        },
      };
    },
  });

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Key and body of a command, as they travel. The key is minted when the form opens, so that saving again never duplicates. */
export interface CommandInput<I> {
  readonly key?: string;
  readonly data: I;
}

const envelope = z.strictObject({ key: z.string().min(8).max(80).optional(), data: z.unknown() });

function signedIn(ctx: Context): { runtime: Runtime; actor: Actor; requestId: string } {
  if (!ctx.actor) throw new AppError('unauthenticated');
  return { runtime: ctx.runtime, actor: ctx.actor, requestId: ctx.requestId };
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError)
      throw new TRPCError({ code: statusOf[error.code], message: error.code, cause: error });
    throw error;
  }
}

/** A command as a mutation. */
export function commandProcedure<S extends z.ZodType, O>(command: Command<S, O>) {
  return t.procedure
    .meta({ kind: 'command', name: command.name, permission: command.permission })
    .input((raw: unknown): CommandInput<z.input<S>> => raw as CommandInput<z.input<S>>)
    .mutation(
      ({ ctx, input }): Promise<O> =>
        translated(async () => {
          const request = signedIn(ctx);
          const parsed = envelope.safeParse(input);
          if (!parsed.success) throw new AppError('invalid_input', [{ code: 'invalid.envelope' }]);
          return execute(command, request, parsed.data.data, parsed.data.key);
        }),
    );
}

/** A read as a query. */
export function readProcedure<S extends z.ZodType, O>(read: Read<S, O>) {
  return t.procedure
    .meta({ kind: 'read', name: read.name, permission: read.permission })
    .input((raw: unknown): z.input<S> => raw as z.input<S>)
    .query(({ ctx, input }): Promise<O> => translated(async () => runRead(read, signedIn(ctx), input)));
}

/**
 * Saving a draft: not a command, since it changes nothing that anybody else sees.
 * @param afterConflict what is kept nevertheless of a draft that another PC writes; the answer waits for it and is the same without it.
 */
export function draftProcedure(
  module: ModuleName,
  permission: Action,
  afterConflict?: (
    request: Request,
    draft: { readonly subjectId: string | null; readonly body: unknown },
  ) => Promise<void>,
) {
  return t.procedure
    .meta({ kind: 'command', name: `${module}.save-draft`, permission })
    .input((raw: unknown): z.input<typeof saveDraftInput> => raw as z.input<typeof saveDraftInput>)
    .mutation(({ ctx, input }) =>
      translated(async () => {
        const request = signedIn(ctx);
        try {
          return await saveDraft(request, module, permission, input);
        } catch (error) {
          if (error instanceof AppError && error.code === 'conflict')
            await afterConflict?.(request, saveDraftInput.parse(input)).catch((failure: unknown) =>
              request.runtime.log.warn({ err: failure }, 'nothing was kept of a refused draft'),
            );
          throw error;
        }
      }),
    );
}
