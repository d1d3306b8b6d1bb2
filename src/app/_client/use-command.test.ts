import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '@/server/kernel/errors';
import { isStillLost } from './use-command';

const told = (error: ErrorCode) =>
  Object.assign(new TRPCClientError(error), { data: { error, violations: [], requestId: 'r', theirs: null } });
const silence = new TRPCClientError('fetch failed');

describe('an entry of which nobody knows whether it was taken', () => {
  it('begins with silence, and with a server that broke off', () => {
    expect(isStillLost(false, silence)).toBe(true);
    expect(isStillLost(false, told('busy'))).toBe(true);
  });

  it.each(['unauthenticated', 'forbidden', 'password_change_required', 'internal'] as const)(
    'stays one when a later sending is answered by %s, which says nothing of the one before',
    (code) => {
      expect(isStillLost(true, told(code))).toBe(true);
      expect(isStillLost(false, told(code))).toBe(false);
    },
  );

  it.each(['refused', 'conflict', 'not_found', 'key_reused', 'invalid_input'] as const)(
    'ends with %s, which is said of the key, or of an entry that no server takes',
    (code) => {
      expect(isStillLost(true, told(code))).toBe(false);
    },
  );
});
