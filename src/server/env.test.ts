import { describe, expect, it } from 'vitest';
import { BadSettings, parseEnv } from './env';

const flags = { isDev: false };

function problems(source: Record<string, string>): readonly string[] {
  try {
    parseEnv(source, flags);
    return [];
  } catch (error) {
    if (error instanceof BadSettings) return error.lines;
    throw error;
  }
}

const external = {
  DATABASE_URL: 'postgres://app:secret-a@db:5432/xuemai',
  DATABASE_AUTH_URL: 'postgres://auth:secret-b@db:5432/xuemai',
  AUTH_SECRET: 'x'.repeat(32),
};

const practice = {
  PRACTICE_DATABASE_URL: 'postgres://app:secret-a@db:5432/xuemai_practice',
  PRACTICE_DATABASE_AUTH_URL: 'postgres://auth:secret-b@db:5432/xuemai_practice',
};

describe('settings of the city for practising', () => {
  it('are none or both, beside an external city; the owner’s login may be left out', () => {
    expect(parseEnv(external, flags).practice).toBeUndefined();
    expect(parseEnv({ ...external, ...practice }, flags).practice).toEqual({
      appUrl: practice.PRACTICE_DATABASE_URL,
      authUrl: practice.PRACTICE_DATABASE_AUTH_URL,
      ownerUrl: undefined,
    });
  });

  it.each([
    [
      'without the sign-in login',
      { ...external, PRACTICE_DATABASE_URL: practice.PRACTICE_DATABASE_URL },
      'PRACTICE_DATABASE_AUTH_URL',
    ],
    [
      'without the application login',
      { ...external, PRACTICE_DATABASE_AUTH_URL: practice.PRACTICE_DATABASE_AUTH_URL },
      'PRACTICE_DATABASE_URL',
    ],
    ['beside the embedded city', practice, 'PRACTICE_DATABASE_URL'],
    [
      'of the city’s own database',
      { ...external, ...practice, PRACTICE_DATABASE_URL: 'postgres://other:x@db:5432/xuemai' },
      'PRACTICE_DATABASE_URL',
    ],
    [
      'of the city’s own database (PRACTICE_DATABASE_AUTH_URL)',
      { ...external, ...practice, PRACTICE_DATABASE_AUTH_URL: 'postgres://other:x@db:5432/xuemai' },
      'PRACTICE_DATABASE_AUTH_URL',
    ],
    [
      'of the city’s own database (PRACTICE_DATABASE_MIGRATION_URL)',
      { ...external, ...practice, PRACTICE_DATABASE_MIGRATION_URL: 'postgres://other:x@db:5432/xuemai' },
      'PRACTICE_DATABASE_MIGRATION_URL',
    ],
  ])('%s: one sentence', (_, source, start) => {
    const lines = problems(source);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.startsWith(start)).toBe(true);
    expect(lines.join()).not.toContain('secret');
  });
});

describe('settings', () => {
  it('need nothing: this machine only, port 3000, the embedded database', () => {
    expect(parseEnv({}, flags)).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      isLoopback: true,
      isInsecure: false,
      database: undefined,
    });
  });

  it('an empty one is an absent one', () => {
    expect(parseEnv({ PORT: '', DATABASE_URL: '' }, flags).port).toBe(3000);
  });

  it.each([
    [{ PORT: 'three' }, 'PORT="three"'],
    [{ PORT: '70000' }, 'PORT="70000"'],
    [{ HOST: 'a b' }, 'HOST="a b"'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL="loud"'],
    [{ PUBLIC_URL: 'https://xuemai.example.cn/' }, 'PUBLIC_URL'],
    [{ BROWSER_HELP_URL: 'javascript:alert(1)' }, 'BROWSER_HELP_URL'],
    [{ ALLOW_INSECURE_HTTP: 'maybe' }, 'ALLOW_INSECURE_HTTP="maybe"'],
    [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN'],
  ])('a wrong one gets one sentence: %o', (source, start) => {
    const lines = problems(source as Record<string, string>);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.startsWith(start)).toBe(true);
  });

  it('all wrong ones are named at once', () => {
    expect(problems({ PORT: '-1', LOG_LEVEL: 'loud' })).toHaveLength(2);
  });

  it('a wrong secret or URL is not repeated: the sentence ends in a log', () => {
    const lines = problems({ DATABASE_URL: 'mysql://root:hunter2@db/x', AUTH_SECRET: 'hunter2' });
    expect(lines.join()).not.toContain('hunter2');
    expect(lines.length).toBeGreaterThanOrEqual(2);
  });

  it.each(['127.0.0.1', '127.8.9.1', 'localhost', '::1'])('%s stays on this machine', (HOST) => {
    expect(parseEnv({ HOST }, flags).isLoopback).toBe(true);
  });

  it.each(['0.0.0.0', '192.168.1.5', '::', '127.0.0.1.example.cn'])(
    '%s over plain http is refused, and says what to do',
    (HOST) => {
      expect(problems({ HOST })[0]).toMatch(/ALLOW_INSECURE_HTTP=1/);
    },
  );

  it('plain http beyond this machine is possible on request, and then marked insecure', () => {
    expect(parseEnv({ HOST: '0.0.0.0', ALLOW_INSECURE_HTTP: '1' }, flags).isInsecure).toBe(true);
  });

  it('behind an https proxy it is neither refused nor insecure', () => {
    expect(parseEnv({ HOST: '0.0.0.0', PUBLIC_URL: 'https://xuemai.example.cn' }, flags).isInsecure).toBe(false);
  });

  it('an external database needs all of its logins and a secret; the owner may stay away', () => {
    expect(parseEnv(external, flags).database).toEqual({
      appUrl: external.DATABASE_URL,
      authUrl: external.DATABASE_AUTH_URL,
      ownerUrl: undefined,
    });
    expect(problems({ DATABASE_URL: external.DATABASE_URL })).toHaveLength(2);
    expect(problems({ DATABASE_MIGRATION_URL: external.DATABASE_URL })[0]).toMatch(/^DATABASE_URL/);
  });
});
