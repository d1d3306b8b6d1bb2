import { describe, expect, it } from 'vitest';
import { coversOfIssue } from './covers';
import { registerIssueSchema } from './schema';

const crossmatch = {
  method: 'gel_card' as const,
  major: 'compatible' as const,
  minor: 'compatible' as const,
  testedAt: new Date('2026-11-23T06:00:00Z'),
  testedBy: '1001',
  checkedBy: '1002',
  specimenNo: 'S1',
  specimenDrawnAt: new Date('2026-11-23T04:00:00Z'),
};
const line = { unitId: '00000000-0000-4000-8000-000000000001', appearance: 'normal' as const, crossmatch };
const screen = { result: 'negative' as const, screenedAt: new Date('2026-11-23T05:00:00Z'), screenedBy: '1001' };
const issue = {
  patientId: '00000000-0000-4000-8000-000000000009',
  requestNo: 'HIS1',
  department: '骨科',
  ward: '7 病区',
  bed: '23 床',
  dutyMode: 'two_person' as const,
  lines: [line],
  checks: [{ item: 'name' as const, at: new Date('2026-11-23T06:30:00Z') }],
  antibodyScreen: screen,
};
const contentOf = (change: Partial<Parameters<typeof coversOfIssue>[0]> = {}) =>
  JSON.stringify(coversOfIssue({ ...issue, ...change }));
const crossmatched = (change: Partial<typeof crossmatch> | { major: 'incompatible' } | { second: object }) => ({
  lines: [{ ...line, crossmatch: { ...crossmatch, ...change } as typeof crossmatch }],
});
const second = { major: 'compatible', minor: 'compatible', specimenNo: 'S1', donationNo: '3100026020517' };

const changes: readonly (readonly [string, Partial<Parameters<typeof coversOfIssue>[0]>])[] = [
  ['another result', crossmatched({ major: 'incompatible' })],
  ['another method', crossmatched({ method: 'saline' as never })],
  ['another tester', crossmatched({ testedBy: '1003' })],
  ['another checker', crossmatched({ checkedBy: '1003' })],
  ['another hour of test', crossmatched({ testedAt: new Date('2026-11-23T06:01:00Z') })],
  ['another tube', crossmatched({ specimenNo: 'S2' })],
  ['another draw', crossmatched({ specimenDrawnAt: new Date('2026-11-23T03:00:00Z') })],
  ['a second entry', crossmatched({ second })],
  ['no crossmatch', { lines: [{ unitId: line.unitId, appearance: 'normal' }] }],
  ['single duty', { dutyMode: 'single' }],
  ['another screen', { antibodyScreen: { ...screen, result: 'positive' } }],
  ['no screen', { antibodyScreen: null }],
  ['another look of the bag', { lines: [{ ...line, appearance: 'clots' }] }],
  ['another request', { requestId: '00000000-0000-4000-8000-000000000007' }],
  ['another bed', { bed: '24 床' }],
];

describe('what a signature of an issue covers', () => {
  it('why more goes out than the request asks is signed with it, and alone it is nothing', () => {
    const requestId = '00000000-0000-4000-8000-000000000007';
    const over = { requestId, overRequestReason: '只有 2 U 的袋' };
    expect(contentOf(over)).not.toBe(contentOf({ requestId }));
    expect(contentOf({ ...over, overRequestReason: '术中出血增多' })).not.toBe(contentOf(over));
    expect(contentOf({ overRequestReason: '只有 2 U 的袋' })).toBe(contentOf());
  });

  it.each(changes)('%s is another content', (_, change) => {
    expect(contentOf(change)).not.toBe(contentOf());
  });

  it('the form and what the server parsed of it are one content', () => {
    const sent = { ...issue, signatures: { issuer: 'token of 1001', collector: 'token of 3001' } };
    const parsed = registerIssueSchema.parse(JSON.parse(JSON.stringify(sent)));
    expect(contentOf(parsed)).toBe(contentOf());
    const typed = { ...crossmatch, testedBy: ' 1001', specimenNo: 'S1 ' };
    expect(contentOf({ lines: [{ ...line, crossmatch: typed }] })).toBe(contentOf());
    const { dutyMode: _, ...withoutDuty } = issue;
    expect(JSON.stringify(coversOfIssue(withoutDuty))).toBe(contentOf());
  });
});
