import { describe, expect, it } from 'vitest';
import type { Role } from '../permissions';
import type { ReleaseHoldInput } from './hold-schema';
import {
  checkHold,
  decideRelease,
  type HeldBag,
  holdReasonOf,
  type ReleaseHoldFacts,
  releaseHoldCovers,
} from './holds';

const now = new Date('2026-11-23T12:00:00Z');
const bag: HeldBag = {
  unitId: '00000000-0000-4000-8000-000000000001',
  donationNo: '3100026020517',
  abo: 'O',
  rhd: 'positive',
  holdReason: 'temperature',
  openHolds: [],
};
const acting = { personId: 'p1', name: '李复核', roles: ['reviewer'] as const };
const second = { personId: 'p2', name: '王登记', roles: ['technician'] as readonly Role[] };
const input: ReleaseHoldInput = {
  bags: [{ unitId: bag.unitId }],
  reason: '温度记录仪复核合格',
  second: { by: 'token', token: 'token-token' },
};
const recheck = { abo: 'O', rhd: 'positive', isLabelGood: true, words: '重读血型标签' } as const;

const codes = (
  change: { facts?: Partial<ReleaseHoldFacts>; input?: Partial<ReleaseHoldInput>; bag?: Partial<HeldBag> } = {},
) => {
  const facts = {
    now,
    acting,
    second,
    isSingleDutyAllowed: false,
    bags: new Map([[bag.unitId, { ...bag, ...change.bag }]]),
    openIncidents: new Map<string, string>(),
    ...change.facts,
  };
  const decision = decideRelease(facts, { ...input, ...change.input });
  return decision.ok ? [] : decision.violations.map(({ code }) => code);
};
const withGround = (ground: Omit<ReleaseHoldInput['bags'][number], 'unitId'>) => ({
  bags: [{ unitId: bag.unitId, ...ground }],
});

describe('taking a bag off the shelf', () => {
  const hold = { unitIds: [bag.unitId], cause: 'appearance' as const, words: '' };
  it('needs a cause, and words where the cause says nothing', () => {
    expect(checkHold(hold)).toEqual([]);
    expect(checkHold({ ...hold, cause: 'temperature' })).toEqual([]);
    for (const cause of ['other', 'station_notice'] as const) {
      expect(checkHold({ ...hold, cause })).toMatchObject([{ code: 'hold.words_missing' }]);
      expect(checkHold({ ...hold, cause, words: '血站来电' })).toEqual([]);
    }
  });
  it('names each bag once', () =>
    expect(checkHold({ ...hold, unitIds: [bag.unitId, bag.unitId] })).toMatchObject([{ code: 'hold.bag_twice' }]));
});

describe('the release of a held bag', () => {
  it('is the word of two people of the house', () => {
    expect(codes()).toEqual([]);
    expect(codes({ facts: { second: null } })).toEqual(['signature.second_missing']);
    expect(codes({ facts: { second: { ...second, personId: 'p1' } } })).toEqual(['signature.same_person']);
    expect(codes({ facts: { second: { ...second, roles: ['nurse'] } } })).toEqual(['signature.not_entitled']);
    expect(codes({ facts: { second: { ...second, roles: [] } } })).toEqual(['signature.not_entitled']);
  });

  it('may be agreed to by telephone where one person is on duty, within the last hour', () => {
    const phonedAgo = (minutes: number) => ({
      second: { by: 'phone' as const, staffNo: '1002', at: new Date(now.getTime() - minutes * 60_000) },
    });
    const facts = { isSingleDutyAllowed: true };
    expect(codes({ facts, input: phonedAgo(5) })).toEqual([]);
    expect(codes({ facts, input: phonedAgo(60) })).toEqual([]);
    expect(codes({ facts, input: phonedAgo(61) })).toEqual(['hold.phone_time']);
    expect(codes({ facts, input: phonedAgo(-1) })).toEqual(['hold.phone_time']);
    expect(codes({ input: phonedAgo(5) })).toEqual(['hold.phone_not_allowed']);
  });

  it('of a recall is refused, whatever is said', () =>
    expect(codes({ bag: { holdReason: 'recall' }, input: withGround({ recheck }) })).toEqual(['hold.never_released']));

  it.each(['group_mismatch', 'label', 'expiry_mismatch', 'expired'])(
    'held for %s needs a recheck that agrees',
    (holdReason) => {
      expect(codes({ bag: { holdReason } })).toEqual(['hold.recheck_missing']);
      expect(codes({ bag: { holdReason }, input: withGround({ recheck }) })).toEqual([]);
      expect(codes({ bag: { holdReason }, input: withGround({ recheck: { ...recheck, abo: 'A' } }) })).toEqual([
        'hold.group_differs',
      ]);
      expect(codes({ bag: { holdReason }, input: withGround({ recheck: { ...recheck, rhd: 'negative' } }) })).toEqual([
        'hold.group_differs',
      ]);
      expect(
        codes({ bag: { holdReason }, input: withGround({ recheck: { ...recheck, isLabelGood: false } }) }),
      ).toEqual(['hold.label_fails']);
    },
  );

  it('of a voided issue needs at most 30 minutes out of control, and where it stood', () => {
    const holdReason = 'issue_voided';
    const out = (minutesOut: number) => withGround({ custody: { minutesOut, place: '取血窗口' } });
    expect(codes({ bag: { holdReason } })).toEqual(['hold.custody_missing']);
    expect(codes({ bag: { holdReason }, input: out(30) })).toEqual([]);
    expect(codes({ bag: { holdReason }, input: out(31) })).toEqual(['hold.too_long_out']);
  });

  it('of a mistaken outbound asks what a voided issue asks; of a return both group and custody', () => {
    const custody = { minutesOut: 5, place: '2 号冰箱' };
    expect(codes({ bag: { holdReason: 'outbound_voided' } })).toEqual(['hold.custody_missing']);
    expect(codes({ bag: { holdReason: 'outbound_voided' }, input: withGround({ custody }) })).toEqual([]);
    const holdReason = 'returned';
    expect(codes({ bag: { holdReason } })).toEqual(['hold.recheck_missing', 'hold.custody_missing']);
    expect(codes({ bag: { holdReason }, input: withGround({ recheck }) })).toEqual(['hold.custody_missing']);
    expect(codes({ bag: { holdReason }, input: withGround({ custody }) })).toEqual(['hold.recheck_missing']);
    expect(codes({ bag: { holdReason }, input: withGround({ recheck, custody }) })).toEqual([]);
  });

  it.each(['temperature', 'appearance', 'station_notice', 'other', 'not_delivered', null, 'unheard-of'])(
    'held for %s needs the reason alone',
    (holdReason) => expect(codes({ bag: { holdReason } })).toEqual([]),
  );

  it('names each bag once, and says everything at once', () =>
    expect(
      codes({
        bag: { holdReason: 'label' },
        facts: { second: null },
        input: { bags: [{ unitId: bag.unitId }, { unitId: bag.unitId, recheck }] },
      }),
    ).toEqual(['signature.second_missing', 'hold.recheck_missing', 'hold.bag_twice']));
});

it('another ground, another reason or one more bag is not what was signed', () => {
  const told = JSON.stringify(releaseHoldCovers(input));
  const others = [
    { ...input, reason: '别的理由' },
    { ...input, ...withGround({ recheck }) },
    { ...input, ...withGround({ custody: { minutesOut: 12, place: '窗口' } }) },
    { ...input, bags: [...input.bags, { unitId: '00000000-0000-4000-8000-000000000002' }] },
  ];
  expect(others.filter((other) => JSON.stringify(releaseHoldCovers(other)) === told)).toEqual([]);
});

it('a reason that nobody knows is looked into', () => {
  expect([null, '', 'x', 'recall'].map(holdReasonOf)).toEqual(['other', 'other', 'other', 'recall']);
});

describe('a bag with an open incident', () => {
  it.each(['temperature', 'incident', 'label'])(
    'held for %s stays on hold until the incident is resolved',
    (holdReason) => {
      const openIncidents = new Map([[bag.unitId, '20261123-0001']]);
      expect(codes({ bag: { holdReason }, facts: { openIncidents }, input: withGround({ recheck }) })).toEqual([
        'hold.incident_open',
      ]);
    },
  );
  it('comes back after it as one that was held for its label', () => {
    expect(codes({ bag: { holdReason: 'incident' } })).toEqual(['hold.recheck_missing']);
    expect(codes({ bag: { holdReason: 'incident' }, input: withGround({ recheck }) })).toEqual([]);
  });
});

describe('what was found of a bag while it was on hold', () => {
  const looked = { bag: { holdReason: 'appearance', openHolds: ['appearance', 'temperature'] } };
  it('is named until whoever releases it has seen it', () => {
    expect(codes(looked)).toEqual(['hold.found_since']);
    expect(codes({ ...looked, input: withGround({ alsoSeen: ['temperature'] }) })).toEqual([]);
  });
  it('asks for its own ground too', () => {
    const missed = { bag: { holdReason: 'appearance', openHolds: ['appearance', 'under_search'] } };
    const alsoSeen = ['under_search' as const];
    expect(codes({ ...missed, input: withGround({ alsoSeen }) })).toEqual(['hold.custody_missing']);
    const custody = { minutesOut: 5, place: '2 号冰箱' };
    expect(codes({ ...missed, input: withGround({ alsoSeen, custody }) })).toEqual([]);
    const label = { bag: { holdReason: 'label', openHolds: ['label', 'under_search'] } };
    expect(codes({ ...label, input: withGround({ alsoSeen, custody }) })).toEqual(['hold.recheck_missing']);
    expect(codes({ ...label, input: withGround({ alsoSeen, custody, recheck }) })).toEqual([]);
  });
  it('is not the reason that it is on hold for', () => {
    expect(codes({ bag: { openHolds: ['temperature'] } })).toEqual([]);
  });
  it('is covered by the second signature', () => {
    const of = (more: object) => releaseHoldCovers({ bags: [{ unitId: bag.unitId, ...more }], reason: '依据' });
    expect(of({ alsoSeen: ['temperature'] })).not.toEqual(of({}));
    expect(of({ alsoSeen: [] })).toEqual(of({}));
  });
});
