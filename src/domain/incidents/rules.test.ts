import { describe, expect, it } from 'vitest';
import { unreachableStates } from '../lifecycle';
import type { Role } from '../permissions';
import { incidentLifecycle } from './lifecycle';
import { checkAssignment, checkResolution, type IncidentBag, type ResolveFacts } from './rules';
import type { ResolveIncidentInput } from './schema';

const bag: IncidentBag = {
  unitId: '00000000-0000-4000-8000-000000000001',
  donationNo: '3100026020517',
  abo: 'O',
  rhd: 'positive',
  holdReason: 'incident',
  openHolds: [],
  state: 'quarantined',
  isHere: true,
  isBinding: true,
  isExpired: false,
  openNos: [],
};
const recheck = { abo: 'O', rhd: 'positive', isLabelGood: true, words: '重读标签' } as const;
const signer = { personId: 'p1', name: '李复核', roles: ['technician', 'reviewer'] as readonly Role[] };
const second = { personId: 'p2', name: '王登记', roles: ['technician'] as readonly Role[] };

function codes(
  input: Partial<ResolveIncidentInput>,
  facts: Partial<ResolveFacts> = {},
  bags: readonly Partial<IncidentBag>[] = [{}],
): string[] {
  return checkResolution(
    {
      now: new Date('2026-11-23T12:00:00Z'),
      no: '20261123-0001',
      state: 'assigned',
      signer,
      second,
      bags: bags.map((change) => ({ ...bag, ...change })),
      ...facts,
    },
    {
      id: '00000000-0000-4000-8000-000000000009',
      version: 2,
      finding: '纸上写错一位，已核对',
      decision: 'release',
      bags: [{ unitId: bag.unitId, recheck }],
      signature: 'token-token',
      second: 'token-token',
      ...input,
    },
  ).map(({ code }) => code);
}

describe('an incident', () => {
  it('has a life cycle in which every state is reached', () =>
    expect(unreachableStates(incidentLifecycle)).toEqual([]));

  it('is given to somebody of the blood bank while it is open', () => {
    const owner = { name: '王登记', roles: ['technician'] as readonly Role[] };
    const facts = { no: '20261123-0001', state: 'open', owner } as const;
    expect(checkAssignment(facts)).toEqual([]);
    expect(checkAssignment({ ...facts, owner: { name: '周供血员', roles: ['station_clerk'] } })).toEqual([]);
    expect(checkAssignment({ ...facts, state: 'assigned' })).toEqual([]);
    expect(checkAssignment({ ...facts, state: 'resolved' })).toMatchObject([{ code: 'incident.already_resolved' }]);
    expect(checkAssignment({ ...facts, owner: null })).toMatchObject([{ code: 'incident.owner_unknown' }]);
    expect(checkAssignment({ ...facts, owner: { name: '赵护士', roles: ['nurse'] } })).toMatchObject([
      { code: 'incident.owner_not_entitled' },
    ]);
  });
});

describe('resolving', () => {
  it('is done once, by a reviewer, at a station by its clerk', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ decision: 'keep' }, { signer: { ...second, roles: ['station_clerk'] } })).toEqual([]);
    expect(codes({}, { state: 'open' })).toEqual([]);
    expect(codes({}, { state: 'resolved' })).toEqual(['incident.already_resolved']);
    expect(codes({ decision: 'keep' }, { signer: second })).toEqual(['incident.signer_not_entitled']);
  });

  it.each<[string, ResolveIncidentInput['decision'], Partial<IncidentBag>, string[]]>([
    ['a bag on hold is released', 'release', {}, []],
    ['a bag on hold is kept', 'keep', {}, []],
    ['a bag on hold is to be discarded', 'discard', {}, []],
    ['a bag on hold is not only noted', 'note', {}, ['incident.bag_on_hold']],
    ['a bag on hold for something else, of which the incident only tells, is noted', 'note', { isBinding: false }, []],
    ['blood that was given is noted', 'note', { state: 'issued' }, []],
    ['blood that was given is not kept', 'keep', { state: 'issued' }, ['incident.nothing_held']],
    ['nor released', 'release', { state: 'issued' }, ['incident.nothing_held']],
    ['nor what another house holds', 'keep', { isHere: false }, ['incident.nothing_held']],
    ['an expired bag is not released', 'release', { isExpired: true }, ['incident.bag_expired']],
    ['an expired bag is to be discarded', 'discard', { isExpired: true }, []],
    ['not while another incident of it is open', 'release', { openNos: ['20261123-0002'] }, ['incident.others_open']],
    ['but kept then', 'keep', { openNos: ['20261123-0002'] }, []],
    ['a recalled bag is never released', 'release', { holdReason: 'recall' }, ['hold.never_released']],
    ['group and label are read again', 'release', { abo: 'A' }, ['hold.group_differs']],
  ])('%s', (_, decision, change, expected) => expect(codes({ decision }, {}, [change])).toEqual(expected));

  it.each(['release', 'keep', 'discard'] as const)('names exactly the bags on hold, to %s them', (decision) => {
    const other = '00000000-0000-4000-8000-000000000002';
    const both = [{}, { unitId: other }];
    expect(codes({ decision, bags: [] })).toEqual(['incident.bags_differ']);
    expect(codes({ decision }, {}, both)).toEqual(['incident.bags_differ']);
    const named = [bag.unitId, other].map((unitId) => ({ unitId, recheck }));
    expect(codes({ decision, bags: named })).toEqual(['incident.bags_differ']);
    expect(codes({ decision, bags: named }, {}, both)).toEqual([]);
    // What has left is decided about no more.
    expect(codes({ decision }, {}, [{}, { unitId: other, state: 'issued' }])).toEqual([]);
  });

  it('gives bags back by two people', () => {
    expect(codes({ second: undefined }, { second: null })).toEqual(['signature.second_missing']);
    expect(codes({}, { second: signer })).toEqual(['signature.same_person']);
    expect(codes({}, { second: { ...second, roles: ['nurse'] } })).toEqual(['signature.not_entitled']);
    expect(codes({ bags: [{ unitId: bag.unitId }] })).toEqual(['hold.recheck_missing']);
  });

  it('asks one signature where no bag comes back', () =>
    expect(codes({ decision: 'keep', bags: [{ unitId: bag.unitId }], second: undefined }, { second: null })).toEqual(
      [],
    ));
});
