import { describe, expect, it } from 'vitest';
import { describeError } from './log';

describe('a logged error', () => {
  it('names constraint and place, and never what was asked or which row it was', () => {
    const cause = Object.assign(new Error('duplicate key value violates unique constraint "patients_org_id_mrn_key"'), {
      code: '23505',
      constraint: 'patients_org_id_mrn_key',
      detail: 'Key (mrn)=(ZY-CANARY) already exists.',
    });
    const error = Object.assign(new Error('Failed query: insert into patients … params: 李金丝雀'), {
      name: 'DrizzleQueryError',
      query: 'insert into patients',
      params: ['李金丝雀'],
      cause,
    });
    const text = JSON.stringify(describeError(error));
    expect(text).toContain('patients_org_id_mrn_key');
    expect(text).toContain('23505');
    expect(text).not.toMatch(/金丝雀|CANARY|insert into/);
  });
});
