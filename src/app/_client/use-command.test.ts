import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '@/server/kernel/errors';
import { isStillLost, lostAfter } from './use-command';

const told = (error: ErrorCode) =>
  Object.assign(new TRPCClientError(error), { data: { error, violations: [], requestId: 'r', theirs: null } });
const silence = new TRPCClientError('fetch failed');

describe('an entry of which nobody knows whether it was taken', () => {
  it('begins with silence, and with a server that broke off', () => {
    expect(isStillLost(false, silence)).toBe(true);
    expect(isStillLost(false, told('busy'))).toBe(true);
  });

  it.each(['unauthenticated', 'forbidden', 'password_change_required', 'invalid_input', 'internal'] as const)(
    'stays one when a later sending is answered by %s, which says nothing of the one before',
    (code) => {
      expect(isStillLost(true, told(code))).toBe(true);
      expect(isStillLost(false, told(code))).toBe(false);
    },
  );

  it.each(['refused', 'conflict', 'not_found', 'key_reused'] as const)(
    'ends with %s, which is said of the key',
    (code) => {
      expect(isStillLost(true, told(code))).toBe(false);
    },
  );

  it.each([
    ['is answered', null],
    ['is refused', told('refused')],
    ['is lost too', silence],
  ])('stays one when the entry before it %s', (_, said) => {
    const lost = lostAfter(lostAfter(new Set(), 'left', silence), 'now', silence);
    const after = lostAfter(lost, 'left', said);
    expect(after.has('now')).toBe(true);
    expect(after.has('left')).toBe(said === silence);
    expect(lostAfter(after, 'now', null).has('now')).toBe(false);
  });
});
