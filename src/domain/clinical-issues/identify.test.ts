import { describe, expect, it } from 'vitest';
import type { Compatibility } from '@/domain/blood/compatibility';
import { checkIdentity, type IdentityFacts, judgeGiven } from './identify';

const facts: IdentityFacts = {
  no: 'LC26112300001',
  state: 'issued',
  patientId: null,
  actingId: '周敏',
  second: { ok: true, personId: '陈立群' },
};
const codes = (change: Partial<IdentityFacts>) => checkIdentity({ ...facts, ...change }).map(({ code }) => code);

describe('who the unidentified patient of an issue is', () => {
  it('is said once, by two people, of an issue that took place', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ patientId: 'p' })).toEqual(['issue.already_identified']);
    expect(codes({ state: 'void' })).toEqual(['issue.already_void']);
    expect(codes({ second: { ok: true, personId: '周敏' } })).toEqual(['signature.second_is_self']);
    expect(codes({ second: { ok: false, code: 'signature.expired' } })).toEqual(['signature.expired']);
  });

  it('what should not have been given is named, with the duties of an override; what only wants review is not', () => {
    const verdict = (level: Compatibility['level'], override?: Compatibility['override']): Compatibility => ({
      level,
      rank: 1,
      reasons: [],
      warnings: [],
      ...(override ? { override } : {}),
    });
    const duties = ['offer_anti_d_within_72h', 'record_reason'] as const;
    const override = { roles: ['physician'], duties, isRemoteAllowed: true, statements: [] } as const;
    expect(
      judgeGiven([
        { unitId: 'same', verdict: verdict('IDENTICAL') },
        { unitId: 'untested', verdict: verdict('REVIEW', override) },
        { unitId: 'rhd', verdict: verdict('FORBIDDEN', override) },
        { unitId: 'abo', verdict: verdict('FORBIDDEN') },
      ]),
    ).toEqual({ incompatible: ['rhd', 'abo'], duties: ['offer_anti_d_within_72h'] });
  });
});
