import { describe, expect, it } from 'vitest';
import { instant } from './instant';

describe('a moment', () => {
  it.each(['2026-11-23T10:00:00Z', '2026-11-23', new Date('2026-11-23T10:00:00Z'), '2036-01-01T00:00:00+08:00'])(
    '%s is one',
    (given) => expect(instant.safeParse(given).success).toBe(true),
  );

  it.each([null, undefined, true, false, 0, '', 'soon', -8.64e15, '+275760-09-13T00:00:00Z', '0202-11-23T10:00:00Z'])(
    '%s is none',
    (given) => expect(instant.safeParse(given).success).toBe(false),
  );
});
