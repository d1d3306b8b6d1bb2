import type { Violation } from '@/domain/result';
import { unwritableCode } from './unwritable';

/** A closed union: every failure a caller can meet. The words are made from the code at the screen, in its language. */
export type ErrorCode =
  | 'unauthenticated'
  | 'forbidden'
  | 'password_change_required'
  /** Somebody looks as another role: nothing is written until he ends it. */
  | 'viewing_as'
  /** Of the real city alone, and asked for in the one for practising. */
  | 'real_city_only'
  | 'not_found'
  | 'invalid_input'
  | 'refused'
  | 'conflict'
  | 'key_reused'
  | 'busy'
  | 'internal';

export class AppError extends Error {
  override readonly name = 'AppError';
  constructor(
    readonly code: ErrorCode,
    readonly violations: readonly Violation[] = [],
    /** On a conflict: the record as it stands now, for the field-by-field view. */
    readonly theirs?: unknown,
  ) {
    super(`${code}${violations.length ? `: ${violations.map((violation) => violation.code).join(', ')}` : ''}`);
  }
}

export function refusal(first: Violation, ...rest: Violation[]): AppError {
  return new AppError('refused', [first, ...rest]);
}

export function notFound(): AppError {
  return new AppError('not_found');
}

/** Expected errors are answers, not incidents: they are never logged as failures. */
export function isExpected(error: unknown): error is AppError {
  return error instanceof AppError && error.code !== 'internal' && error.code !== 'busy';
}

/** The codes of an error and of what caused it: the query's error hides the connection's. */
function* codesOf(error: unknown): Generator<string> {
  for (let current = error; current instanceof Error; current = current.cause) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string') yield code;
  }
}

export function sqlStateOf(error: unknown): string | undefined {
  for (const code of codesOf(error)) if (/^[0-9A-Z]{5}$/.test(code) && !connectionCodes.has(code)) return code;
  return undefined;
}

function isConnectionLost(error: unknown): boolean {
  for (const code of codesOf(error)) if (connectionCodes.has(code)) return true;
  return false;
}

/** What the database says beside the message: of our own errors the number of the bag, or the code of the house. */
function detailOf(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    const detail = (current as { detail?: unknown }).detail;
    if (typeof detail === 'string') return detail;
  }
  return '';
}

const busyStates = new Set(['40001', '40P01', '55P03', '57014', '53300', '57P01', '57P02', '57P03', '25P03']);
/** Of the driver and of the socket under it: the database went away, or is not there yet. */
const connectionCodes = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
]);
const diskFullState = '53100';
/** A character the database cannot hold, in a text and in JSON. */
const unwritableStates = new Set(['22003', '22008', '22021', '22P05']);
const retriedStates = new Set(['40001', '40P01']);

export function isDiskFull(error: unknown): boolean {
  return sqlStateOf(error) === diskFullState;
}

/** Something wrote in a read-only transaction. */
export function isReadOnlyRefusal(error: unknown): boolean {
  return sqlStateOf(error) === '25006';
}

export function isRetriable(error: unknown): boolean {
  return retriedStates.has(sqlStateOf(error) ?? '');
}

/** Anything that reaches the edge becomes an AppError; messages of unknown errors never leak. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const state = sqlStateOf(error);
  if (state && busyStates.has(state)) return new AppError('busy');
  if (state === diskFullState) return new AppError('busy', [{ code: 'disk_full' }]);
  // A text that no schema looked at, as of a key or of a file's name; a number or a day that no column holds.
  if (state && unwritableStates.has(state)) return new AppError('invalid_input', [{ code: unwritableCode }]);
  if (state === '42501') return new AppError('forbidden');
  // The ledger's own net under the rules: a bag of an open incident goes to no shelf and to nobody.
  if (state === 'XM005')
    return new AppError('refused', [{ code: 'unit.incident_open', facts: { donationNo: detailOf(error) } }]);
  // Taken out of use in the moment in which something set out for it.
  if (state === 'XM006')
    return new AppError('refused', [{ code: 'receiver_closed', facts: { orgId: detailOf(error) } }]);
  // A bag of practice never enters the real city.
  if (state === 'XM008')
    return new AppError('refused', [{ code: 'unit.of_practice', facts: { donationNo: detailOf(error) } }]);
  // Nor a real bag that for practising.
  if (state === 'XM011')
    return new AppError('refused', [{ code: 'unit.of_real_city', facts: { donationNo: detailOf(error) } }]);
  // Its donation is stopped: it goes to nobody, whatever the verb knew.
  if (state === 'XM012')
    return new AppError('refused', [{ code: 'unit.recalled', facts: { donationNo: detailOf(error) } }]);
  if (state === '23505') return new AppError('refused', [{ code: 'already_exists' }]);
  if (isConnectionLost(error)) return new AppError('busy');
  return new AppError('internal');
}
