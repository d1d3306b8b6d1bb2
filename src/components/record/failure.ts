import type { Violation } from '@/domain/result';
import type { ErrorCode } from '@/server/kernel/errors';

/** What a failed command or read said, whatever transport carried it. `unreachable`: no answer, nobody knows whether it was saved. */
export interface Failure {
  readonly code: ErrorCode | 'unreachable';
  readonly violations: readonly Violation[];
  /** On a conflict: the record as it stands now. */
  readonly theirs: unknown;
  readonly requestId: string;
}

interface FailureData {
  error?: ErrorCode;
  violations?: readonly Violation[];
  theirs?: unknown;
  requestId?: string;
}

export function readFailure(error: unknown): Failure {
  const data = (error as { data?: FailureData | null } | null)?.data;
  return {
    code: data?.error ?? 'unreachable',
    violations: data?.violations ?? [],
    theirs: data?.theirs ?? null,
    requestId: data?.requestId ?? '',
  };
}
