import { describe, expect, it } from 'vitest';
import { sqlStateOf, toAppError } from './errors';

function failed(code: string): Error {
  return Object.assign(new Error(code), { code });
}

describe('what reaches the edge', () => {
  const lost = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'CONNECT_TIMEOUT', 'CONNECTION_CLOSED', 'CONNECTION_DESTROYED'];

  it.each(lost)('is busy when the database went away with %s, said by the driver or under its query', (code) => {
    expect(toAppError(failed(code)).code).toBe('busy');
    expect(toAppError(new Error('Failed query', { cause: failed(code) })).code).toBe('busy');
    expect(sqlStateOf(failed(code))).toBeUndefined();
  });

  it('is told by the state of the database, also under a query', () => {
    expect(toAppError(new Error('Failed query', { cause: failed('57P01') })).code).toBe('busy');
    expect(toAppError(new Error('Failed query', { cause: failed('42501') })).code).toBe('forbidden');
  });

  it('is internal when nothing is known of it, and tells nothing', () => {
    const known = toAppError(new Error('column "x" does not exist', { cause: failed('42703') }));
    expect([known.code, known.message]).toEqual(['internal', 'internal']);
  });
});
