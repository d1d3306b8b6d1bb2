import { describe, expect, it } from 'vitest';
import type { Role } from '@/domain/permissions';
import { type IssueTaskKind, taskKinds } from './emergency';
import { isNotedTask, isSignedTask, refuseSettler, type SignedTask } from './settle';
import { refuseApprover, refuseCollector } from './staff';

const person = (personId: string, title: string, ...roles: Role[]) => ({ personId, name: personId, title, roles });
const issuer = person('周敏', '检验师', 'technician');
const nurse = person('林晓', '护师', 'nurse');
const porter = person('老张', '工勤');
const physician = person('王思远', '主治医师', 'physician');
const reviewer = person('陈立群', '主任技师', 'reviewer');
const codes = (violations: readonly { code: string }[]) => violations.map(({ code }) => code);

describe('whom a place of signature refuses at once', () => {
  it.each([
    ['a nurse collects', nurse, []],
    ['a porter does not', porter, ['signature.collector_not_medical']],
    [
      'the issuer does not, for both reasons',
      issuer,
      ['signature.collector_is_issuer', 'signature.collector_not_medical'],
    ],
  ])('%s', (_, signer, refused) => {
    expect(codes(refuseCollector(signer, issuer.personId))).toEqual(refused);
  });

  it.each([
    ['physician', physician, []],
    ['physician', reviewer, ['override.signer_not_entitled']],
    ['reviewer', reviewer, []],
    ['reviewer', nurse, ['override.signer_not_entitled']],
    ['reviewer', person(issuer.personId, '', 'reviewer'), ['override.signer_is_issuer']],
  ] as const)('the %s of an override', (part, signer, refused) => {
    expect(codes(refuseApprover(signer, part, issuer.personId))).toEqual(refused);
  });

  it.each<[SignedTask, ReturnType<typeof person>, string[]]>([
    [{ kind: 'second_signature' }, nurse, []],
    [{ kind: 'second_signature' }, issuer, ['signature.is_issuer']],
    [{ kind: 'single_duty_review' }, reviewer, []],
    [{ kind: 'single_duty_review' }, physician, ['override.signer_not_entitled']],
    [{ kind: 'receipt_to_complete' }, nurse, ['override.signer_not_entitled']],
    [{ kind: 'override_signature', role: 'physician' }, physician, []],
    [{ kind: 'override_signature', role: 'physician' }, reviewer, ['override.signer_not_entitled']],
    [{ kind: 'override_signature', role: 'reviewer' }, reviewer, []],
  ])('afterwards: %j', (task, signer, refused) => {
    expect(codes(refuseSettler(task, signer, [issuer.personId]))).toEqual(refused);
  });

  it('asks a signature for four kinds of task, and a note besides for one', () => {
    const signed: IssueTaskKind[] = [
      'override_signature',
      'second_signature',
      'receipt_to_complete',
      'single_duty_review',
    ];
    expect(taskKinds.filter(isSignedTask)).toEqual(signed);
    expect(taskKinds.filter(isNotedTask)).toEqual(['receipt_to_complete']);
  });
});
