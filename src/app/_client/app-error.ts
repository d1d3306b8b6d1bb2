import { TRPCClientError } from '@trpc/client';
import type { Violation } from '@/domain/result';
import type { ErrorCode } from '@/server/kernel/errors';

/** What came back instead of an answer. `unreachable`: nothing came back, and nobody knows whether the server acted. */
export interface AppFailure {
  readonly code: ErrorCode | 'unreachable';
  readonly violations: readonly Violation[];
  readonly requestId: string;
  /** On a conflict: the record as it stands now. */
  readonly theirs: unknown;
}

interface ErrorData {
  readonly error?: ErrorCode;
  readonly violations?: readonly Violation[];
  readonly requestId?: string;
  readonly theirs?: unknown;
  readonly httpStatus?: number;
}

/** Reads the closed union of refusals from whatever was thrown. A proxy's 502, a timeout and a cut line are `unreachable`. */
export function appErrorOf(error: unknown): AppFailure {
  const none = { violations: [], requestId: '', theirs: null };
  if (!(error instanceof TRPCClientError)) return { ...none, code: 'internal' };
  const data = error.data as ErrorData | null | undefined;
  if (!data?.error) return { ...none, code: 'unreachable' };
  return {
    code: data.error,
    violations: data.violations ?? [],
    requestId: data.requestId ?? '',
    theirs: data.theirs ?? null,
  };
}
