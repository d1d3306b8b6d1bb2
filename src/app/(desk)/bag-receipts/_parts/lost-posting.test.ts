import { TRPCClientError } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '@/server/kernel/errors';
import { fateOfLost, isToBeAsked, newsOfSent, stillToTell } from './lost-posting';

const told = (error: ErrorCode) =>
  Object.assign(new TRPCClientError(error), { data: { error, violations: [], requestId: 'r', theirs: null } });
const silence = new TRPCClientError('fetch failed');

describe('when the server is asked about a posting that nobody answered', () => {
  const bags = [
    { unitId: 'a', state: 'received' },
    { unitId: 'b', state: 'expected' },
    { unitId: 'c', state: 'held' },
  ] as const;

  it('the news is of the bags that were sent, in whatever order the note has them', () => {
    expect(newsOfSent(bags, ['b'])).toBeNull();
    expect(newsOfSent(bags, [])).toBeNull();
    expect(newsOfSent(bags, ['b', 'a'])).toBe('a received');
    expect(newsOfSent(bags, ['a', 'c'])).toBe(newsOfSent([...bags].reverse(), ['a', 'c']));
  });

  it('is once for each news, and not at all without', () => {
    expect(isToBeAsked(null, 1, null)).toBe(false);
    expect(isToBeAsked('a received', 1, null)).toBe(true);
    const asked = { news: 'a received', readAt: 1, wasShut: false };
    expect(isToBeAsked('a received', 2, asked)).toBe(false);
    expect(isToBeAsked('a received, b held', 2, asked)).toBe(true);
  });

  it('is once more after a lock, as soon as the note could be read again', () => {
    const asked = { news: 'a received', readAt: 1, wasShut: true };
    expect(isToBeAsked('a received', 1, asked)).toBe(false);
    expect(isToBeAsked('a received', 2, asked)).toBe(true);
  });
});

describe('what the server says of it', () => {
  it('a refusal of the key is not taken, a reused key is', () => {
    expect(fateOfLost(told('refused'))).toBe('not-taken');
    expect(fateOfLost(told('conflict'))).toBe('not-taken');
    expect(fateOfLost(told('key_reused'))).toBe('taken');
  });

  it('a lock and silence say nothing, and may pass; a fault says nothing either', () => {
    expect(fateOfLost(told('unauthenticated'))).toBe('shut');
    expect(fateOfLost(silence)).toBe('shut');
    expect(fateOfLost(told('internal'))).toBe('unknown');
    expect(fateOfLost(told('invalid_input'))).toBe('unknown');
  });
});

describe('what is still to be told of a refusal', () => {
  const received = { code: 'receipt.already_received', path: 'lines.0', facts: { unitId: 'a' } };
  const expired = { code: 'signature.expired', facts: { minutes: 10 } };
  const closed = { code: 'receipt.shipment_not_awaited', facts: { state: 'closed_short' } };

  it('not the bags that left the list by name', () => {
    expect(stillToTell([received, closed], ['a'], false)).toEqual([closed]);
    expect(stillToTell([received], [], true)).toEqual([received]);
  });

  it('a signature, as long as there is something to sign', () => {
    expect(stillToTell([expired], ['a'], true)).toEqual([expired]);
    expect(stillToTell([expired], ['a'], false)).toEqual([]);
  });
});
