import SuperJSON from 'superjson';
import type { z } from 'zod';
import { type Change, type Changes, ofTheCity } from '@/domain/change';
import { type Action, can } from '@/domain/permissions';
import { isOfRealCity } from '@/domain/practice';
import type { Decision, Violation } from '@/domain/result';
import type { Runtime } from '../runtime';
import { type Actor, lookOf, rolesOf } from './actor';
import { digestOf } from './digest';
import { AppError, isDiskFull, toAppError } from './errors';
import { inScope, type Request, type Scope } from './scope';
import { findUnwritable, unwritableCode } from './unwritable';

/** What a verb leaves behind: its answer and a non-empty list of changes, or, said as such, that it found nothing to change. */
export interface Outcome<O> {
  readonly result: O;
  readonly changes: Changes | readonly [];
}

export interface Command<S extends z.ZodType, O> {
  /** `<module>.<verb>`, as in the audit trail. */
  readonly name: string;
  readonly permission: Action;
  readonly input: S;
  /** The answer holds a secret (a first password, an identity number): it is never remembered, a second sending runs again. */
  readonly hasSecretAnswer?: true;
  /** Changes nothing: a reading of which the audit keeps who took it, as an export. Open also to whoever looks as another role. */
  readonly isKeptReading?: true;
  /** Somebody is bleeding: it waits for no connection behind somebody's rush. */
  readonly isUrgent?: (input: z.output<S>) => boolean;
  readonly run: (scope: Scope, input: z.output<S>) => Promise<Outcome<O>>;
  /** What the transactions of other houses follow it with, at once; a job comes behind where that fails. The answer waits for it and is the same without it. */
  afterCommit?(runtime: Runtime, result: O): Promise<unknown>;
  /** What is kept of a refusal, in a transaction of its own: that of the command is rolled back. The answer waits for it and is the same without it. */
  readonly afterRefusal?: (scope: Scope, violations: readonly Violation[]) => Promise<void>;
}

export function defineCommand<S extends z.ZodType, O>(command: Command<S, O>): Command<S, O> {
  return command;
}

export function done<O>(result: O, first: Change, ...rest: Change[]): Outcome<O> {
  return { result, changes: [first, ...rest] };
}

/** Everything stood already as it was asked for: nothing was written, and nobody is told. The database refuses it of a versioned row that was. */
export function unchanged<O>(result: O): Outcome<O> {
  return { result, changes: [] };
}

/** Refusals are values in the rules and roll the transaction back here. */
export function unwrap<T>(decision: Decision<T>): T {
  if (decision.ok) return decision.value;
  throw new AppError('refused', decision.violations);
}

/**
 * Runs a command: permission, input, one transaction with audit and outbox, then the bell.
 * @param key idempotency key. Same key and same body replays the answer; the same key with another body is refused (`key_reused`).
 * @throws AppError only.
 */
export async function execute<S extends z.ZodType, O>(
  command: Command<S, O>,
  request: Request,
  rawInput: unknown,
  key?: string,
): Promise<O> {
  if (command.isKeptReading) assertMay(request.actor, command.permission);
  else assertMayWrite(request.actor, command.permission);
  if (request.runtime.isPractice && isOfRealCity(command.name) && !command.isKeptReading)
    throw new AppError('real_city_only');
  const input = parseInput(command.input, rawInput);
  const kept = command.hasSecretAnswer ? undefined : key;
  const asked = { ...asUrgent(request, command.permission), isKeptReading: command.isKeptReading === true };
  try {
    const result = await inScope(
      command.isUrgent?.(input) ? { ...asked, isUrgent: true } : asked,
      'write',
      async (scope) => {
        const remembered = kept ? await claimKey(scope, command.name, kept, rawInput) : undefined;
        if (remembered) return remembered.answer as O;
        const outcome = await command.run(scope, input);
        await commitChanges(scope, outcome.changes, kept ? SuperJSON.serialize(outcome.result) : null, kept);
        return outcome.result;
      },
    );
    request.runtime.bell.ring();
    await follow(command, request, result);
    return result;
  } catch (error) {
    const known = toAppError(error);
    if (isDiskFull(error)) request.runtime.disk.noteFull();
    if (known.code === 'internal' || isDiskFull(error))
      request.runtime.log.error({ err: error, command: command.name, requestId: request.requestId }, 'command failed');
    await keepRefusal(command, request, known);
    throw known;
  }
}

async function follow<S extends z.ZodType, O>(
  { name, afterCommit }: Pick<Command<S, O>, 'name' | 'afterCommit'>,
  { runtime, requestId }: Request,
  result: O,
): Promise<void> {
  if (!afterCommit) return;
  try {
    await afterCommit(runtime, result);
  } catch (error) {
    runtime.log.error({ err: error, command: name, requestId }, 'command not followed');
  }
}

async function keepRefusal(
  { name, afterRefusal }: Pick<Command<z.ZodType, unknown>, 'name' | 'afterRefusal'>,
  request: Request,
  { code, violations }: AppError,
): Promise<void> {
  if (!afterRefusal || code !== 'refused') return;
  try {
    await inScope(request, 'write', (scope) => afterRefusal(scope, violations));
    request.runtime.bell.ring();
  } catch (error) {
    request.runtime.log.error({ err: error, command: name, requestId: request.requestId }, 'refusal not kept');
  }
}

export function assertMay(actor: Actor, permission: Action): void {
  if (actor.kind === 'system') return;
  if (actor.kind === 'user' && actor.mustChangePassword && !isBeforePasswordChange(permission))
    throw new AppError('password_change_required');
  if (!can(rolesOf(actor), permission))
    throw new AppError('forbidden', [{ code: 'forbidden', facts: { action: permission } }]);
}

/**
 * As `assertMay`, for whatever writes: commands, drafts, files. Asked before the permission, so that whoever looks as another role hears the same of
 * everything. The database refuses it too (`inScope`).
 */
export function assertMayWrite(actor: Actor, permission: Action): void {
  if (lookOf(actor)) throw new AppError('viewing_as');
  assertMay(actor, permission);
}

/** An emergency, with what its page looks up on the way, waits for no connection behind somebody's rush. */
export function asUrgent(request: Request, permission: Action): Request {
  return permission === 'clinical-issues.emergency' ? { ...request, isUrgent: true } : request;
}

/** Ceremony never stands before a dying patient: an emergency is issued first, the password changed afterwards. */
function isBeforePasswordChange(permission: Action): boolean {
  return permission === 'session.use' || permission === 'clinical-issues.emergency' || permission === 'signatures.sign';
}

export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) {
    const paths = findUnwritable(parsed.data);
    if (paths.length === 0) return parsed.data;
    throw new AppError(
      'invalid_input',
      paths.map((path) => ({ code: unwritableCode, path })),
    );
  }
  throw new AppError(
    'invalid_input',
    parsed.error.issues.map(
      (issue): Violation => ({
        code: issue.code === 'custom' && issue.message ? issue.message : `invalid.${issue.code}`,
        path: issue.path.join('.'),
        ...('minimum' in issue || 'maximum' in issue
          ? {
              facts: {
                minimum: Number(('minimum' in issue && issue.minimum) || 0),
                maximum: Number(('maximum' in issue && issue.maximum) || 0),
              },
            }
          : {}),
      }),
    ),
  );
}

async function claimKey(
  scope: Scope,
  command: string,
  key: string,
  body: unknown,
): Promise<{ answer: unknown } | undefined> {
  const digest = digestOf(body ?? null);
  const [claimed] = await scope.q`
    insert into idempotency_keys (org_id, key, command, body_digest) values (${scope.orgId}, ${key}, ${command}, ${digest})
    on conflict do nothing returning key`;
  if (claimed) return undefined;
  const [known] = await scope.q<{ command: string; body_digest: string; answer: unknown }[]>`
    select command, body_digest, answer from idempotency_keys where org_id = ${scope.orgId} and key = ${key}`;
  if (!known) throw new AppError('busy');
  if (known.command !== command || known.body_digest !== digest) throw new AppError('key_reused');
  return { answer: SuperJSON.deserialize(known.answer as Parameters<typeof SuperJSON.deserialize>[0]) };
}

/** Audit rows, outbox rows and the remembered answer, in one statement at the end of the transaction. */
export async function commitChanges(
  scope: Scope,
  changes: Changes | readonly [],
  answer: unknown,
  key?: string,
): Promise<void> {
  const districts = await districtsOf(scope, changes);
  const rows = changes.map((change) => ({
    ...change,
    orgId: change.isCityWide ? ofTheCity : change.orgId,
    rooms: roomsOf(change, districts.get(change.orgId)),
    partyOrgId: change.partyOrgId ?? null,
  }));
  await scope.q`select commit_changes(${scope.q.json(rows as never)}, ${answer === null ? null : scope.q.json(answer as never)}, ${key ?? null})`;
}

/**
 * Own organisation and the second party hear of a record; the city hears only what carries a tally, the municipal offices and those of the house's
 * district what says so. Master data is told to the desks.
 */
function roomsOf(change: Change, district: string | undefined): string[] {
  if (change.isCityWide) return ['desks'];
  const rooms = [`org:${change.orgId}`];
  if (change.partyOrgId) rooms.push(`org:${change.partyOrgId}`);
  if (change.tally) rooms.push('city');
  else if (change.isHeardByOffices) rooms.push('offices', ...(district ? [`offices:${district}`] : []));
  return rooms;
}

const isForOffices = ({ isCityWide, tally, isHeardByOffices }: Change) => !isCityWide && !tally && isHeardByOffices;

/** The districts of the houses whose records offices hear of; a house of none is absent. */
async function districtsOf({ q }: Scope, changes: Changes | readonly []): Promise<Map<string, string>> {
  const orgIds = [...new Set(changes.filter(isForOffices).map(({ orgId }) => orgId))];
  if (orgIds.length === 0) return new Map();
  const rows = await q<{ id: string; district: string }[]>`
    select id, district from organisations where id = any(${orgIds}) and district <> ''`;
  return new Map(rows.map(({ id, district }) => [id, district]));
}
