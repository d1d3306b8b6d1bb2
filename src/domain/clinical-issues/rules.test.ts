import { describe, expect, it } from 'vitest';
import { assessCompatibility, findProfile, type Recipient } from '@/domain/blood/compatibility';
import type { AboGroup, Rhd } from '@/domain/blood/groups';
import type { Decision } from '@/domain/result';
import { isSingleDutyHour, nextMorning } from '../single-duty';
import type { BagFacts } from './bags';
import { issueChecks } from './checks';
import { decideEmergency, dueAt } from './emergency';
import { unidentifiedRecipient } from './recipient';
import { decideIssue, decideReservation, type IssueFacts } from './rules';
import type { CrossmatchInput, EmergencyInput, RegisterIssueInput } from './schema';
import type { SignerFacts } from './staff';

const now = new Date('2026-11-23T06:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const unitId = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;

const man: Recipient = {
  abo: 'A',
  rhd: 'positive',
  sex: 'male',
  ageDays: 60 * 365,
  antibodies: [],
  requirements: [],
  groupDeterminations: 2,
  isEmergency: false,
};
const woman30: Recipient = { ...man, rhd: 'negative', sex: 'female', ageDays: 30 * 366 };

function bagFor(recipient: Recipient, change: Partial<BagFacts> = {}): BagFacts {
  const profile = findProfile('CN', now);
  if (!profile) throw new Error('no profile');
  const { abo = 'A', rhd = 'positive' } = change;
  const isPlatelets = change.component === 'plt-apheresis';
  const verdict = assessCompatibility({
    profile,
    componentClass: isPlatelets ? 'platelets' : 'red_cells',
    recipient,
    unit: {
      abo: abo as AboGroup,
      rhd: rhd as Rhd,
      antigens: [],
      modifiers: [],
      collectedAt: ago(240),
      irradiatedAt: null,
      isLowTitre: false,
      intendedUse: 'allogeneic',
    },
    at: now,
  });
  return {
    unitId: unitId(1),
    donationNo: '3100026020517',
    component: 'rbc-lr',
    amount: 200,
    requiresCrossmatch: !isPlatelets,
    abo,
    rhd,
    state: 'available',
    holdReason: null,
    isExpired: false,
    reservedFor: 'nobody',
    reservedCrossmatch: null,
    verdict,
    ...change,
  };
}

const person = (id: string, roles: SignerFacts['roles'], title = ''): SignerFacts => ({
  personId: id,
  name: id,
  title,
  roles,
});
const zhou = person('周敏', ['technician']);
const chen = person('陈立群', ['reviewer', 'technician']);
const nurse = person('林护士', ['nurse'], '护师');
const doctor = person('王思远', ['physician'], '医师');
const staff = new Map([
  ['1001', { personId: '周敏', name: '周敏' }],
  ['1002', { personId: '何文静', name: '何文静' }],
]);

const crossmatch: CrossmatchInput = {
  method: 'gel_card',
  major: 'compatible',
  minor: 'compatible',
  testedAt: ago(1),
  testedBy: '1001',
  checkedBy: '1002',
  specimenNo: 'S1',
  specimenDrawnAt: ago(5),
};
const { checkedBy: _, ...crossmatchAlone } = crossmatch;
const second = {
  major: 'compatible' as const,
  minor: 'compatible' as const,
  specimenNo: 'S1',
  donationNo: '3100026020517',
};

const line: RegisterIssueInput['lines'][number] = {
  unitId: unitId(1),
  crossmatch,
  appearance: 'normal',
  entry: 'scan',
};
const input: RegisterIssueInput = {
  patientId: unitId(9),
  requestNo: 'HIS1',
  department: '骨科',
  ward: '7 病区',
  bed: '23 床',
  dutyMode: 'two_person',
  lines: [line],
  checks: issueChecks.map((item) => ({ item, at: ago(0.01) })),
  signatures: { issuer: 'tokentoken', collector: 'tokentoken' },
};

const withBags = (...bags: BagFacts[]) => new Map(bags.map((bag) => [bag.unitId, bag]));
const facts: IssueFacts = {
  now,
  issuerId: zhou.personId,
  issuer: { ok: true, person: zhou },
  collector: { ok: true, person: nurse },
  checker: null,
  approvers: {},
  recipient: man,
  bags: withBags(bagFor(man)),
  staff,
  isSingleDutyAllowed: false,
};

const refused = (decision: Decision<unknown>) =>
  decision.ok ? [] : decision.violations.map((violation) => violation.code);
const codes = (change: Partial<IssueFacts>, body: Partial<RegisterIssueInput> = {}) =>
  refused(decideIssue({ ...facts, ...change }, { ...input, ...body }));
const withBag = (change: Partial<BagFacts>) => codes({ bags: withBags(bagFor(man, change)) });
const withCrossmatch = (change: Partial<CrossmatchInput>, more: Partial<IssueFacts> = {}) =>
  codes(more, { lines: [{ ...line, crossmatch: { ...crossmatch, ...change } }] });

describe('an ordinary issue', () => {
  it('goes when everything is right, and keeps names and verdict as they were on the day', () => {
    const decision = decideIssue(facts, input);
    expect(decision).toMatchObject({
      ok: true,
      value: [
        {
          unitId: unitId(1),
          lineNo: 1,
          verdict: { level: 'IDENTICAL' },
          override: null,
          crossmatch: { testedBy: '1001 周敏', checkedBy: '1002 何文静', isSecondEntry: false },
        },
      ],
    });
  });

  it.each<[string, Partial<BagFacts>, string[]]>([
    ['available, in date, of the same group: goes', {}, []],
    ['kept for this patient: goes', { state: 'reserved', reservedFor: 'this-patient' }, []],
    ['kept for another patient', { state: 'reserved', reservedFor: 'another-patient' }, ['issue.reserved_for_another']],
    ['expired this very minute', { isExpired: true }, ['unit.expired']],
    ['recalled', { state: 'quarantined', holdReason: 'recall' }, ['unit.recalled']],
    ['on hold for its temperature', { state: 'quarantined', holdReason: 'temperature' }, ['unit.on_hold']],
    ['swept as expired', { state: 'quarantined', holdReason: 'expired' }, ['unit.expired']],
    ['issued already', { state: 'issued' }, ['unit.already_issued']],
    ['on its way to another hospital', { state: 'in_transit' }, ['unit.not_here']],
    ['of group B for an A patient', { abo: 'B' }, ['issue.incompatible']],
    ['of group O for an A patient: goes', { abo: 'O' }, []],
  ])('a bag %s', (_case, change, expected) => {
    expect(withBag(change)).toEqual(expected);
  });

  it('refuses an unknown bag, the same bag twice, and says the groups on both sides', () => {
    expect(codes({ bags: new Map() })).toEqual(['unit.unknown']);
    expect(codes({}, { lines: [line, line] })).toEqual(['issue.duplicate_bag']);
    const decision = decideIssue({ ...facts, bags: withBags(bagFor(man, { abo: 'B' })) }, input);
    expect(decision).toMatchObject({
      violations: [{ facts: { recipientAbo: 'A', unitAbo: 'B', reason: 'abo_incompatible' } }],
    });
  });

  it.each<[string, Partial<CrossmatchInput>, string[]]>([
    ['the major side is incompatible', { major: 'incompatible' }, ['crossmatch.incompatible']],
    ['the minor side is incompatible', { minor: 'incompatible' }, ['crossmatch.incompatible']],
    ['the minor side was not done: goes', { minor: 'not_done' }, []],
    ['tester and checker are one', { checkedBy: '1001' }, ['crossmatch.tester_is_checker']],
    ['nobody checked it', { checkedBy: undefined }, ['crossmatch.checker_missing']],
    ['the tester is not in the directory', { testedBy: '7777' }, ['crossmatch.tester_unknown']],
    ['the sample is 72 h old: goes', { specimenDrawnAt: ago(72) }, []],
    ['the sample is one minute older', { specimenDrawnAt: ago(72 + 1 / 60) }, ['crossmatch.specimen_too_old']],
    ['it is dated tomorrow', { testedAt: ago(-24) }, ['crossmatch.in_future']],
    ['it was done before the sample was drawn', { testedAt: ago(6) }, ['crossmatch.before_specimen']],
  ])('when %s', (_case, change, expected) => {
    expect(withCrossmatch(change)).toEqual(expected);
  });

  it('asks a crossmatch for red cells, none for platelets, and takes the one the bag was kept by', () => {
    const bare = [{ unitId: unitId(1), appearance: 'normal' as const, entry: 'scan' as const }];
    expect(codes({}, { lines: bare })).toEqual(['crossmatch.missing']);
    expect(codes({ bags: withBags(bagFor(man, { component: 'plt-apheresis' })) }, { lines: bare })).toEqual([]);
    const kept = bagFor(man, {
      state: 'reserved',
      reservedFor: 'this-patient',
      reservedCrossmatch: {
        method: 'gel_card',
        major: 'compatible',
        minor: 'compatible',
        testedBy: '1001 周敏',
        checkedBy: '1002 何文静',
        isSecondEntry: false,
        testedAt: ago(1).toISOString(),
        specimenNo: 'S1',
        specimenDrawnAt: ago(5).toISOString(),
      },
    });
    expect(codes({ bags: withBags(kept) }, { lines: bare })).toEqual([]);
  });

  it('does not take the crossmatch of a reservation whose sample has aged, or that does not see the antibody found since', () => {
    const bare = [{ unitId: unitId(1), appearance: 'normal' as const, entry: 'scan' as const }];
    const keptBy = (change: { method?: 'saline' | 'gel_card'; drawnHoursAgo?: number }) =>
      withBags(
        bagFor(man, {
          state: 'reserved',
          reservedFor: 'this-patient',
          reservedCrossmatch: {
            method: change.method ?? 'gel_card',
            major: 'compatible',
            minor: 'compatible',
            testedBy: '1001 周敏',
            checkedBy: '1002 何文静',
            isSecondEntry: false,
            testedAt: ago(1).toISOString(),
            specimenNo: 'S1',
            specimenDrawnAt: ago(change.drawnHoursAgo ?? 5).toISOString(),
          },
        }),
      );
    const screen = { result: 'positive' as const, screenedAt: ago(2), screenedBy: '1001' };
    expect(codes({ bags: keptBy({ drawnHoursAgo: 72 }) }, { lines: bare })).toEqual([]);
    expect(codes({ bags: keptBy({ drawnHoursAgo: 72.1 }) }, { lines: bare })).toEqual(['crossmatch.specimen_too_old']);
    expect(codes({ bags: keptBy({ method: 'saline' }) }, { lines: bare })).toEqual([]);
    expect(codes({ bags: keptBy({ method: 'saline' }) }, { lines: bare, antibodyScreen: screen })).toEqual([
      'crossmatch.needs_antiglobulin',
    ]);
    expect(codes({ bags: keptBy({}) }, { lines: bare, antibodyScreen: screen })).toEqual([]);
    const known = { recipient: { ...man, antibodies: ['E'] }, bags: keptBy({ method: 'saline' }) };
    expect(codes(known, { lines: bare })).toEqual(['crossmatch.needs_antiglobulin']);
  });

  it('asks an antiglobulin method after a positive screen or with a known antibody', () => {
    const screen = { result: 'positive' as const, screenedAt: ago(2), screenedBy: '1001' };
    const saline = [{ ...line, crossmatch: { ...crossmatch, method: 'saline' as const } }];
    expect(codes({}, { lines: saline })).toEqual([]);
    expect(codes({}, { lines: saline, antibodyScreen: screen })).toEqual(['crossmatch.needs_antiglobulin']);
    expect(codes({ recipient: { ...man, antibodies: ['E'] } }, { lines: saline })).toEqual([
      'crossmatch.needs_antiglobulin',
    ]);
    expect(codes({}, { antibodyScreen: screen })).toEqual([]);
  });

  it('asks each of the nine items, and refuses a bag that does not look right', () => {
    for (const item of issueChecks) {
      const decision = decideIssue(facts, { ...input, checks: input.checks.filter((check) => check.item !== item) });
      expect(decision).toMatchObject({ violations: [{ code: 'check.missing', facts: { item } }] });
    }
    expect(codes({}, { lines: [{ ...line, appearance: 'haemolysis' }] })).toEqual(['check.appearance']);
    expect(codes({}, { checks: issueChecks.map((item) => ({ item, at: ago(-1) })) })).toHaveLength(9);
  });

  it.each<[string, Partial<IssueFacts>, string[]]>([
    [
      'the collector is the issuer',
      { collector: { ok: true, person: { ...zhou, roles: ['nurse'] } } },
      ['signature.collector_is_issuer'],
    ],
    [
      'the collector is a porter',
      { collector: { ok: true, person: person('运送', [], '运送员') } },
      ['signature.collector_not_medical'],
    ],
    [
      'a ward nurse who never logs in collects: goes',
      { collector: { ok: true, person: person('乙', [], '主管护师') } },
      [],
    ],
    ['the collector did not sign', { collector: { ok: false, code: 'signature.expired' } }, ['signature.expired']],
    ['somebody else signed as issuer', { issuer: { ok: true, person: chen } }, ['signature.issuer_is_other']],
    ['the checker is the collector', { checker: { ok: true, person: nurse } }, ['signature.checker_is_other']],
    ['a third person checks: goes', { checker: { ok: true, person: chen } }, []],
  ])('when %s', (_case, change, expected) => {
    expect(codes(change)).toEqual(expected);
  });
});

describe('one person on duty', () => {
  const alone = { isSingleDutyAllowed: true };
  const body = (change: object): Partial<RegisterIssueInput> => ({
    dutyMode: 'single',
    lines: [{ ...line, crossmatch: { ...crossmatchAlone, ...change } }],
  });

  it('is refused by day, and asks the blind second entry by night', () => {
    expect(codes({}, body({ second }))).toEqual(['duty.single_not_allowed']);
    expect(codes(alone, body({}))).toEqual(['crossmatch.second_entry_missing']);
    expect(codes(alone, body({ second }))).toEqual([]);
  });

  it.each([
    ['another reading', { major: 'incompatible' }, 'crossmatch.second_entry_differs'],
    ['another tube', { specimenNo: 'S2' }, 'crossmatch.second_specimen_differs'],
    ['another bag', { donationNo: '3100026020518' }, 'crossmatch.second_bag_differs'],
  ])('the second entry with %s is refused', (_case, change, code) => {
    expect(codes(alone, body({ second: { ...second, ...change } }))).toEqual([code]);
  });

  it('lasts from 17:00 to 08:00 in the city, and the list is due at the next 08:00', () => {
    const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`);
    const allowed = ['16:59', '17:00', '23:59', '07:59', '08:00'].map((time) =>
      isSingleDutyHour(at(time), 'Asia/Shanghai'),
    );
    expect(allowed).toEqual([false, true, true, true, false]);
    expect(nextMorning(at('23:00'), 'Asia/Shanghai').toISOString()).toBe('2026-11-24T00:00:00.000Z');
    expect(nextMorning(at('03:00'), 'Asia/Shanghai').toISOString()).toBe('2026-11-23T00:00:00.000Z');
    expect(nextMorning(at('08:00'), 'Asia/Shanghai').toISOString()).toBe('2026-11-24T00:00:00.000Z');
  });
});

describe('an override', () => {
  const platelets = { bags: withBags(bagFor(man, { component: 'plt-apheresis', abo: 'AB' })) };
  const approval = { reason: '无同型血小板', statements: [] };
  const given = (approvers: IssueFacts['approvers']) => codes({ ...platelets, approvers }, { approval });

  it('asks the transfusion doctor, who is not the issuer', () => {
    expect(codes(platelets)).toEqual(['override.needed']);
    expect(given({})).toEqual(['override.signer_missing']);
    expect(given({ reviewer: { ...doctor, by: 'token' } })).toEqual(['override.signer_not_entitled']);
    expect(given({ reviewer: { ...zhou, roles: ['reviewer'], by: 'token' } })).toEqual(['override.signer_is_issuer']);
    expect(given({ reviewer: { ...chen, by: 'token' } })).toEqual([]);
  });

  it('may be given by phone with its time, never from the future', () => {
    expect(given({ reviewer: { ...chen, by: 'phone', phonedAt: ago(0.1).toISOString() } })).toEqual([]);
    expect(given({ reviewer: { ...chen, by: 'phone', phonedAt: ago(-1).toISOString() } })).toEqual([
      'override.call_in_future',
    ]);
  });

  it('does not exist for RhD-positive red cells to an RhD-negative woman of 30 when ordinary', () => {
    const approvers = { physician: { ...doctor, by: 'token' }, reviewer: { ...chen, by: 'token' } } as const;
    const bags = withBags(bagFor(woman30));
    expect(codes({ recipient: woman30, bags, approvers }, { approval })).toEqual(['issue.incompatible']);
  });
});

describe('a reservation', () => {
  it('needs a compatible crossmatch and a bag kept for nobody', () => {
    const body = { patientId: unitId(9), requestNo: 'HIS1', dutyMode: 'two_person' as const };
    const reserve = (bag: BagFacts, lines: { unitId: string; crossmatch?: CrossmatchInput }[]) =>
      refused(decideReservation({ ...facts, bags: withBags(bag) }, { ...body, lines }));
    const kept = bagFor(man, { state: 'reserved', reservedFor: 'this-patient' });
    expect(reserve(bagFor(man), [{ unitId: unitId(1), crossmatch }])).toEqual([]);
    expect(reserve(bagFor(man), [{ unitId: unitId(1) }])).toEqual(['crossmatch.missing']);
    expect(reserve(kept, [{ unitId: unitId(1), crossmatch }])).toEqual(['issue.already_reserved']);
  });
});

describe('an emergency', () => {
  const asked: EmergencyInput = {
    patient: { kind: 'unidentified', label: '', sex: 'male', ageBand: 'over_50' },
    askedBy: '急诊',
    reason: '失血性休克',
    unitIds: [unitId(1)],
    overriddenUnitIds: [],
    statements: [],
  };
  const release = (recipient: Recipient, bag: Partial<BagFacts>, change: Partial<EmergencyInput> = {}) =>
    refused(
      decideEmergency(
        { now, issuerName: '周敏', recipient, bags: withBags(bagFor(recipient, bag)) },
        { ...asked, ...change },
      ),
    );
  const unknown = unidentifiedRecipient('male', 'over_50');
  const girl = unidentifiedRecipient('female', 'up_to_18');

  it.each<[string, Recipient, Partial<BagFacts>, string[]]>([
    ['O+ to an unknown man: goes', unknown, { abo: 'O' }, []],
    ['O+ to an unknown girl when there is no O−: goes at once', girl, { abo: 'O' }, []],
    ['O− to an unknown girl: goes', girl, { abo: 'O', rhd: 'negative' }, []],
    ['A+ to an unknown man', unknown, { abo: 'A' }, ['issue.incompatible']],
    ['O of unspecified RhD', unknown, { abo: 'O', rhd: 'unspecified' }, ['issue.incompatible']],
    ['O+ kept for somebody else: goes', unknown, { abo: 'O', state: 'reserved', reservedFor: 'another-patient' }, []],
    ['an expired O+', unknown, { abo: 'O', isExpired: true }, ['unit.expired']],
    ['a recalled O+', unknown, { abo: 'O', state: 'quarantined', holdReason: 'recall' }, ['unit.recalled']],
    ['O+ on hold', unknown, { abo: 'O', state: 'quarantined', holdReason: 'temperature' }, ['unit.on_hold']],
    ['B+ to a known A patient', { ...man, isEmergency: true }, { abo: 'B' }, ['issue.incompatible']],
    [
      'A+ to an A patient of one determination',
      { ...man, isEmergency: true, groupDeterminations: 1 },
      { abo: 'A' },
      ['issue.incompatible'],
    ],
    [
      'O+ to an A patient of one determination: goes',
      { ...man, isEmergency: true, groupDeterminations: 1 },
      { abo: 'O' },
      [],
    ],
  ])('%s', (_case, recipient, bag, expected) => {
    expect(release(recipient, bag)).toEqual(expected);
  });

  it('RhD-positive to negative is taken on by the issuer, with known anti-D in the words for it', () => {
    const negative: Recipient = { ...woman30, isEmergency: true };
    const overriddenUnitIds = [unitId(1)];
    expect(release(negative, {})).toEqual(['override.to_confirm']);
    expect(release(negative, {}, { overriddenUnitIds })).toEqual([]);
    const immunised = { ...negative, antibodies: ['D'] };
    expect(release(immunised, {}, { overriddenUnitIds })).toEqual(['override.statement_missing']);
    const statements = ['known_anti_d_haemolysis_risk' as const];
    expect(release(immunised, {}, { overriddenUnitIds, statements })).toEqual([]);
  });

  it('anti-D immunoglobulin is due 72 h after', () => {
    expect(dueAt('offer_anti_d_within_72h', now).toISOString()).toBe('2026-11-26T06:00:00.000Z');
  });
});
