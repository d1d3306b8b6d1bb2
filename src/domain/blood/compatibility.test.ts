import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  assessCompatibility,
  type CandidateUnit,
  type Compatibility,
  type CompatibilityLevel,
  type ComponentClass,
  compareCompatibility,
  compatibilityLevels,
  findProfile,
  freshBloodPurposes,
  intendedUses,
  isHardStop,
  modifiers,
  needsOverride,
  type ProfileName,
  type Recipient,
} from './compatibility';
import type { CompatibilityProfile } from './compatibility-profiles';
import { type AboGroup, aboGroups, type RecipientAbo, type Rhd, recipientAbos, rhdValues } from './groups';

const at = new Date('2026-11-23T04:00:00Z');
const year = 365.2425;

function profile(name: ProfileName): CompatibilityProfile {
  const found = findProfile(name, at);
  if (!found) throw new Error(`no profile ${name}`);
  return found;
}

const man: Recipient = {
  abo: 'A',
  rhd: 'positive',
  sex: 'male',
  ageDays: 40 * 366,
  antibodies: [],
  requirements: [],
  groupDeterminations: 2,
  isEmergency: false,
};
const woman30: Recipient = { ...man, abo: 'O', rhd: 'negative', sex: 'female', ageDays: Math.ceil(30 * year) };
const newborn: Recipient = { ...man, ageDays: 2, abo: 'A' };
const bag: CandidateUnit = {
  abo: 'A',
  rhd: 'positive',
  antigens: [],
  modifiers: [],
  collectedAt: null,
  irradiatedAt: null,
  isLowTitre: false,
  intendedUse: 'allogeneic',
};

function group(text: string): { abo: AboGroup; rhd: Rhd } {
  const rhd = text.endsWith('+') ? 'positive' : text.endsWith('-') ? 'negative' : 'unspecified';
  return { abo: text.replace(/[+-]/, '') as AboGroup, rhd };
}

function assess(
  componentClass: ComponentClass,
  recipient: Partial<Recipient>,
  unit: Partial<CandidateUnit>,
  name: ProfileName = 'CN',
): Compatibility {
  return assessCompatibility({
    profile: profile(name),
    componentClass,
    recipient: { ...man, ...recipient },
    unit: { ...bag, ...unit },
    at,
  });
}

const level = (unitGroup: string, recipientGroup: string, componentClass: ComponentClass): CompatibilityLevel =>
  assess(componentClass, group(recipientGroup), group(unitGroup)).level;

const codes = (result: Compatibility): string[] => result.reasons.map((reason) => reason.code);
const warned = (result: Compatibility): string[] => result.warnings.map((warning) => warning.code);

describe('the vectors of the contract', () => {
  it('red cells A to B and B to A are forbidden, and no emergency overrides them', () => {
    expect(level('A+', 'B+', 'red_cells')).toBe('FORBIDDEN');
    expect(level('B+', 'A+', 'red_cells')).toBe('FORBIDDEN');
    expect(isHardStop(assess('red_cells', { ...group('B+'), isEmergency: true }, group('A+')))).toBe(true);
  });

  it('plasma O to AB is forbidden, plasma AB to O is allowed: the inverse of red cells', () => {
    expect(level('O+', 'AB+', 'plasma')).toBe('FORBIDDEN');
    expect(level('AB+', 'O+', 'plasma')).toBe('COMPATIBLE');
    expect(level('O+', 'AB+', 'red_cells')).toBe('COMPATIBLE');
    expect(level('AB+', 'O+', 'red_cells')).toBe('FORBIDDEN');
  });

  it('red cells O− to AB+ are allowed, AB+ to O− forbidden', () => {
    expect(level('O-', 'AB+', 'red_cells')).toBe('COMPATIBLE');
    expect(level('AB+', 'O-', 'red_cells')).toBe('FORBIDDEN');
  });

  it('an unknown recipient gets only O red cells, in an emergency, and only AB plasma', () => {
    const unknown = { abo: 'unknown', rhd: 'unspecified', groupDeterminations: 0, isEmergency: true } as const;
    const allowedRedCells = aboGroups.filter((abo) => assess('red_cells', unknown, { abo }).level !== 'FORBIDDEN');
    const allowedPlasma = aboGroups.filter((abo) => assess('plasma', unknown, { abo }).level !== 'FORBIDDEN');
    expect(allowedRedCells).toEqual(['O']);
    expect(allowedPlasma).toEqual(['AB']);
    expect(isHardStop(assess('red_cells', { ...unknown, isEmergency: false }, group('O-')))).toBe(true);
  });

  it('RhD-positive red cells to an RhD-negative woman of 30: stop when ordinary', () => {
    expect(isHardStop(assess('red_cells', woman30, group('O+')))).toBe(true);
  });

  it('the same in an emergency without anti-D: two sign, one may be on the phone, with duties', () => {
    const result = assess('red_cells', { ...woman30, isEmergency: true }, group('O+'));
    expect(result.level).toBe('FORBIDDEN');
    expect(isHardStop(result)).toBe(false);
    expect(needsOverride(result)).toBe(true);
    expect(result.override).toEqual({
      roles: ['physician', 'reviewer'],
      duties: ['record_consent', 'offer_anti_d_within_72h', 'follow_up_antibody_screen', 'report_to_blood_office'],
      isRemoteAllowed: true,
      statements: [],
    });
  });

  it('the same with anti-D: both override in person, with the words 已知抗-D，溶血风险', () => {
    for (const antibody of ['D', 'anti-D', 'anti-d', '抗-D', '抗D', '抗-Ｄ', '抗-D抗体', 'RhD', '其他:抗-D']) {
      const result = assess('red_cells', { ...woman30, isEmergency: true, antibodies: [antibody] }, group('O+'));
      expect(result.override).toMatchObject({
        roles: ['physician', 'reviewer'],
        isRemoteAllowed: false,
        statements: ['known_anti_d_haemolysis_risk'],
      });
    }
    expect(isHardStop(assess('red_cells', { ...woman30, antibodies: ['D'] }, group('O+')))).toBe(true);
  });

  it('an A bag to the A newborn of an O mother with anti-A is never identical', () => {
    const byGroup = assess('red_cells', { ...newborn, maternal: { abo: 'O', antibodies: [] } }, group('A+'));
    expect(byGroup.level).toBe('REVIEW');
    expect(codes(byGroup)).toContain('maternal_abo_incompatible');
    const byAntibody = assess('red_cells', { ...newborn, maternal: { abo: 'O', antibodies: ['anti-A'] } }, group('A+'));
    expect(isHardStop(byAntibody)).toBe(true);
    const maternal = { abo: 'O', antibodies: ['anti-A'] } as const;
    expect(isHardStop(assess('red_cells', { ...newborn, maternal, isEmergency: true }, group('A+')))).toBe(true);
    const o = assess('red_cells', { ...newborn, maternal: { abo: 'O', antibodies: ['anti-A'] } }, group('O+'));
    expect(o.level).toBe('COMPATIBLE');
  });
});

describe('RhD', () => {
  it('identical RhD is the first choice, a negative bag for a positive patient is allowed and called wasteful', () => {
    expect(assess('red_cells', group('A+'), group('A+'))).toMatchObject({ level: 'IDENTICAL', rank: 1, warnings: [] });
    const spent = assess('red_cells', group('A+'), group('A-'));
    expect(spent).toMatchObject({ level: 'COMPATIBLE', rank: 2 });
    expect(warned(spent)).toEqual(['rhd_negative_spent_on_positive']);
  });

  it('a bag whose RhD is not specified is never issuable as red cells, whole blood or granulocytes', () => {
    for (const componentClass of ['red_cells', 'whole_blood', 'granulocytes'] as const) {
      for (const rhd of rhdValues) {
        const result = assess(componentClass, { rhd, isEmergency: true }, group('A'));
        expect(isHardStop(result)).toBe(true);
        expect(codes(result)).toContain('unit_rhd_unspecified');
      }
    }
    expect(level('A', 'A+', 'plasma')).toBe('IDENTICAL');
  });

  it('an unknown woman of 50 gets O− first and O+ at once when there is none; at 51 both are ordinary choices', () => {
    const unknown = { abo: 'unknown', rhd: 'unspecified', groupDeterminations: 0, isEmergency: true } as const;
    const woman50 = { ...unknown, sex: 'female', ageDays: Math.floor(51 * year) } as const;
    expect(assess('red_cells', woman50, group('O-'))).toMatchObject({ level: 'COMPATIBLE', rank: 1 });
    const positive = assess('red_cells', woman50, group('O+'));
    expect(positive).toMatchObject({ level: 'LAST_RESORT', rank: 2 });
    expect(needsOverride(positive)).toBe(false);
    const woman51 = { ...woman50, ageDays: Math.ceil(51 * year) };
    expect(assess('red_cells', woman51, group('O+'))).toMatchObject({ level: 'COMPATIBLE', rank: 1 });
    expect(assess('red_cells', woman51, group('O-'))).toMatchObject({ level: 'COMPATIBLE', rank: 2 });
  });

  it('an unknown boy of 18 is protected, a man of 19 is not, and unknown sex or age is', () => {
    const unknown = { abo: 'unknown', rhd: 'unspecified', groupDeterminations: 0, isEmergency: true } as const;
    const to = (recipient: Partial<Recipient>) => assess('red_cells', { ...unknown, ...recipient }, group('O+')).level;
    expect(to({ sex: 'male', ageDays: Math.floor(19 * year) })).toBe('LAST_RESORT');
    expect(to({ sex: 'male', ageDays: Math.ceil(19 * year) })).toBe('COMPATIBLE');
    expect(to({ sex: 'unknown', ageDays: 40 * 365 })).toBe('LAST_RESORT');
    expect(to({ sex: 'male', ageDays: null })).toBe('LAST_RESORT');
  });

  it('without an emergency nobody of unknown RhD gets RhD-positive red cells', () => {
    const result = assess('red_cells', { rhd: 'unspecified' }, group('A+'));
    expect(isHardStop(result)).toBe(true);
    expect(assess('red_cells', { rhd: 'unspecified' }, group('A-')).level).toBe('COMPATIBLE');
  });

  it('whole blood must be identical in ABO and RhD', () => {
    expect(level('A+', 'A+', 'whole_blood')).toBe('IDENTICAL');
    expect(level('A-', 'A+', 'whole_blood')).toBe('FORBIDDEN');
    expect(level('A+', 'A-', 'whole_blood')).toBe('FORBIDDEN');
    expect(level('O+', 'A+', 'whole_blood')).toBe('FORBIDDEN');
  });

  it('RhD-positive platelets to an RhD-negative woman prompt for anti-D, to a man they do not', () => {
    const woman = assess('platelets', woman30, group('O+'));
    expect(woman.level).toBe('COMPATIBLE');
    expect(warned(woman)).toContain('offer_anti_d_within_72h');
    expect(assess('platelets', { ...group('O-') }, group('O+')).level).toBe('IDENTICAL');
  });
});

describe('antibodies', () => {
  it('an antigen against a known antibody is refused; an emergency may override it, in person and in words', () => {
    const recipient = { antibodies: ['anti-E'] };
    expect(isHardStop(assess('red_cells', recipient, { antigens: ['E+'] }))).toBe(true);
    expect(assess('red_cells', recipient, { antigens: ['E-'] }).level).toBe('IDENTICAL');
    expect(assess('red_cells', recipient, { antigens: ['E−'] }).level).toBe('IDENTICAL');
    const emergency = assess('red_cells', { ...recipient, isEmergency: true }, { antigens: ['E'] });
    expect(emergency.override).toMatchObject({
      isRemoteAllowed: false,
      statements: ['known_antibody_haemolysis_risk'],
    });
  });

  it('a bag not tested for the antigen is for the transfusion doctor to review', () => {
    const result = assess('red_cells', { antibodies: ['Jka'] }, { antigens: ['E-'] });
    expect(result.level).toBe('REVIEW');
    expect(result.override?.roles).toEqual(['reviewer']);
  });

  it('C and c, E and e are different antigens', () => {
    expect(assess('red_cells', { antibodies: ['c'] }, { antigens: ['C+', 'c-'] }).level).toBe('IDENTICAL');
    expect(assess('red_cells', { antibodies: ['C'] }, { antigens: ['C+', 'c-'] }).level).toBe('FORBIDDEN');
  });

  it('red-cell antibodies do not matter for plasma and platelets, HLA antibodies do for platelets', () => {
    expect(assess('plasma', { antibodies: ['D', 'E'] }, {}).level).toBe('IDENTICAL');
    expect(assess('platelets', { antibodies: ['D', 'E'] }, {}).level).toBe('IDENTICAL');
    expect(assess('platelets', { antibodies: ['HLA-A2'] }, { antigens: ['HLA-A2+'] }).level).toBe('FORBIDDEN');
    expect(assess('red_cells', { antibodies: ['HLA-A2'] }, { antigens: ['HLA-A2+'] }).level).toBe('IDENTICAL');
  });

  it('the typing of a bag is read in the same spellings', () => {
    expect(assess('red_cells', { antibodies: ['抗-Fya'] }, { antigens: ['Fy(a-)'] }).level).toBe('IDENTICAL');
    expect(assess('red_cells', { antibodies: ['抗-Fy(a)'] }, { antigens: ['Fya+'] }).level).toBe('FORBIDDEN');
    expect(assess('red_cells', { antibodies: ['抗-E'] }, { antigens: ['Ｅ+'] }).level).toBe('FORBIDDEN');
  });

  it('an antibody nobody can name: never softer than a known one, ordinary or in an emergency, never without its words', () => {
    for (const isEmergency of [false, true])
      for (const antibody of ['其他:抗-Rd', '冷抗体', '抗-Zz9']) {
        const result = assess('red_cells', { antibodies: [antibody], isEmergency }, { antigens: ['E-'] });
        expect(result.level).toBe('FORBIDDEN');
        expect(result.override).toMatchObject({
          roles: ['physician', 'reviewer'],
          isRemoteAllowed: false,
          statements: ['known_antibody_haemolysis_risk'],
        });
      }
    expect(assess('plasma', { antibodies: ['冷抗体'] }, {}).level).toBe('IDENTICAL');
    expect(assess('platelets', { antibodies: ['冷抗体'] }, {}).level).toBe('IDENTICAL');
    expect(assess('platelets', { antibodies: ['HLA抗体阳性'] }, {}).level).toBe('FORBIDDEN');
    expect(assess('red_cells', { antibodies: ['HLA抗体阳性'] }, {}).level).toBe('FORBIDDEN');
  });

  it('every red cell with D or C carries G; A1 stands on no cell of group B or O', () => {
    expect(isHardStop(assess('red_cells', { antibodies: ['抗-G'] }, group('A+')))).toBe(true);
    expect(assess('red_cells', { abo: 'A', antibodies: ['抗-A1'] }, group('O+')).level).toBe('COMPATIBLE');
  });

  it('an RhD-positive patient with anti-D is refused RhD-positive red cells', () => {
    expect(isHardStop(assess('red_cells', { antibodies: ['D'] }, group('A+')))).toBe(true);
    expect(assess('red_cells', { antibodies: ['D'] }, group('A-')).level).toBe('COMPATIBLE');
  });
});

describe('the first 120 days', () => {
  it('the mother counts up to day 119 and not on day 120', () => {
    const maternal = { abo: 'O', antibodies: [] } as const;
    expect(assess('red_cells', { ageDays: 119, maternal }, group('A+')).level).toBe('REVIEW');
    expect(assess('red_cells', { ageDays: 120, maternal }, group('A+')).level).toBe('IDENTICAL');
  });

  it('a mother of the same group changes nothing; nothing known of the mother leaves O only', () => {
    expect(assess('red_cells', { ageDays: 2, maternal: { abo: 'A', antibodies: [] } }, group('A+')).level).toBe(
      'IDENTICAL',
    );
    expect(assess('red_cells', { ageDays: 2 }, group('A+')).level).toBe('REVIEW');
    expect(assess('red_cells', { ageDays: 2, maternal: null }, group('O+')).level).toBe('COMPATIBLE');
  });

  it('maternal anti-D: an RhD-positive bag is refused to the RhD-positive newborn', () => {
    const maternal = { abo: 'A', antibodies: ['抗-D'] } as const;
    expect(isHardStop(assess('red_cells', { ageDays: 2, maternal }, group('A+')))).toBe(true);
    expect(assess('red_cells', { ageDays: 2, maternal }, group('A-')).level).toBe('COMPATIBLE');
    const emergency = assess('red_cells', { ageDays: 2, maternal, isEmergency: true }, group('A+'));
    expect(emergency.override?.statements).toEqual(['known_anti_d_haemolysis_risk']);
  });
});

describe('after a transplant', () => {
  const transplant = { donorAbo: 'O', donorRhd: 'positive', date: new Date('2026-10-01T00:00:00Z') } as const;

  it('ABO-mismatched without a plan is REVIEW, never identical', () => {
    const result = assess('red_cells', { transplant: { ...transplant, hasPlan: false } }, group('O+'));
    expect(result.level).toBe('REVIEW');
    expect(result.override).toMatchObject({ roles: ['reviewer'], duties: ['record_plan'] });
  });

  it('red cells must suit donor and recipient: A patient, O donor, so O; the patient’s own A is refused', () => {
    const recipient = { transplant: { ...transplant, hasPlan: true } };
    expect(assess('red_cells', recipient, group('O+')).level).toBe('COMPATIBLE');
    expect(isHardStop(assess('red_cells', { ...recipient, isEmergency: true }, group('A+')))).toBe(true);
  });

  it('plasma for an A patient with a B donor is AB only, red cells O only', () => {
    const recipient = { transplant: { ...transplant, donorAbo: 'B', hasPlan: true } } as const;
    expect(aboGroups.filter((abo) => assess('plasma', recipient, { abo }).level !== 'FORBIDDEN')).toEqual(['AB']);
    expect(aboGroups.filter((abo) => assess('red_cells', recipient, { abo }).level !== 'FORBIDDEN')).toEqual(['O']);
  });

  it('an ABO-matched one changes nothing but RhD: a negative donor asks for negative red cells', () => {
    const matched = { transplant: { ...transplant, donorAbo: 'A', hasPlan: false } } as const;
    expect(assess('red_cells', matched, group('A+')).level).toBe('IDENTICAL');
    const negative = { transplant: { ...matched.transplant, donorRhd: 'negative' } } as const;
    expect(assess('red_cells', negative, group('A+')).level).toBe('FORBIDDEN');
    expect(assess('red_cells', negative, group('A-')).level).toBe('COMPATIBLE');
  });
});

describe('what the request asks of a bag', () => {
  it.each(modifiers)('a bag without the required modifier %s is refused; an emergency may override it', (modifier) => {
    const componentClass = modifier.startsWith('h') ? 'platelets' : 'red_cells';
    const recipient = { requirements: [modifier] };
    expect(isHardStop(assess(componentClass, recipient, {}))).toBe(true);
    expect(assess(componentClass, recipient, { modifiers: [modifier] }).level).toBe('IDENTICAL');
    const emergency = assess(componentClass, { ...recipient, isEmergency: true }, {});
    expect(emergency.override?.roles).toEqual(['physician', 'reviewer']);
  });

  it('nobody irradiates frozen plasma or cryoprecipitate', () => {
    expect(assess('plasma', { requirements: ['irradiated', 'cmv_negative'] }, {}).level).toBe('IDENTICAL');
    expect(assess('cryo', { requirements: ['irradiated'] }, {}).level).toBe('IDENTICAL');
  });

  it.each(freshBloodPurposes)('%s asks for red cells of at most 5 days, irradiated at most 24 h before', (purpose) => {
    const recipient = { requirements: [purpose] };
    const hoursAgo = (hours: number) => new Date(at.getTime() - hours * 3_600_000);
    const fresh = { modifiers: ['irradiated'], collectedAt: hoursAgo(120), irradiatedAt: hoursAgo(24) } as const;
    expect(assess('red_cells', recipient, fresh).level).toBe('IDENTICAL');
    const older = new Date(hoursAgo(120).getTime() - 1);
    expect(codes(assess('red_cells', recipient, { ...fresh, collectedAt: older }))).toContain('red_cells_too_old');
    expect(codes(assess('red_cells', recipient, { ...fresh, irradiatedAt: hoursAgo(25) }))).toContain(
      'irradiated_too_long_ago',
    );
    expect(assess('red_cells', recipient, { ...fresh, modifiers: [] }).level).toBe('REVIEW');
    expect(assess('red_cells', recipient, { ...fresh, collectedAt: null }).level).toBe('REVIEW');
    expect(assess('platelets', recipient, {}).level).toBe('IDENTICAL');
  });

  it('an autologous-only bag is refused to everyone, in any class, emergency or not', () => {
    for (const componentClass of ['red_cells', 'plasma', 'platelets', 'other'] as const) {
      expect(isHardStop(assess(componentClass, { isEmergency: true }, { intendedUse: 'autologous_only' }))).toBe(true);
    }
  });

  it('directed-only is reviewed, emergency-only is for an emergency, crossover bags are ordinary', () => {
    expect(assess('red_cells', {}, { intendedUse: 'directed_only' }).level).toBe('REVIEW');
    expect(assess('red_cells', {}, { intendedUse: 'emergency_only' }).level).toBe('FORBIDDEN');
    expect(assess('red_cells', { isEmergency: true }, { intendedUse: 'emergency_only' }).level).toBe('IDENTICAL');
    expect(assess('red_cells', {}, { intendedUse: 'autologous_crossover' }).level).toBe('IDENTICAL');
  });

  it('a class without a table is for review', () => {
    expect(assess('other', {}, {})).toMatchObject({ level: 'REVIEW', override: { roles: ['reviewer'] } });
  });
});

describe('one determination only', () => {
  it('gets O red cells and AB plasma, though the group is known', () => {
    const once = { groupDeterminations: 1 };
    expect(isHardStop(assess('red_cells', once, group('A+')))).toBe(true);
    expect(assess('red_cells', once, group('O+')).level).toBe('COMPATIBLE');
    expect(assess('plasma', once, group('AB+')).level).toBe('COMPATIBLE');
    expect(isHardStop(assess('plasma', once, group('A+')))).toBe(true);
    expect(warned(assess('red_cells', once, group('O+')))).toContain('second_determination_missing');
  });
});

describe('practice of the profiles', () => {
  it('in CN platelets of another group need the transfusion doctor’s approval', () => {
    const result = assess('platelets', group('A+'), group('AB+'));
    expect(result.override).toMatchObject({ roles: ['reviewer'], duties: ['record_non_identical'] });
    expect(warned(result)).toContain('abo_not_identical');
    expect(needsOverride(assess('platelets', group('A+'), group('AB+'), 'ANZ'))).toBe(false);
  });

  it('cryoprecipitate of any group is a last resort for an adult in an emergency, not for a child', () => {
    const adult = { ...group('AB+'), isEmergency: true };
    expect(assess('cryo', adult, group('O+')).level).toBe('LAST_RESORT');
    expect(assess('cryo', { ...adult, isEmergency: false }, group('O+')).level).toBe('FORBIDDEN');
    expect(assess('cryo', { ...adult, ageDays: 3000 }, group('O+')).level).toBe('FORBIDDEN');
    expect(assess('plasma', adult, group('O+')).level).toBe('FORBIDDEN');
  });

  it('low-titre A plasma to an unknown recipient is a policy of ANZ, in an emergency', () => {
    const unknown = { abo: 'unknown', groupDeterminations: 0, isEmergency: true } as const;
    expect(assess('plasma', unknown, { abo: 'A', isLowTitre: true }, 'ANZ').level).toBe('LAST_RESORT');
    expect(assess('plasma', { ...unknown, isEmergency: false }, { abo: 'A', isLowTitre: true }, 'ANZ').level).toBe(
      'FORBIDDEN',
    );
    expect(assess('plasma', unknown, { abo: 'A', isLowTitre: true }, 'CN').level).toBe('FORBIDDEN');
  });

  it('has no profile before it took effect', () => {
    expect(findProfile('CN', new Date('2000-09-30T15:59:59Z'))).toBeUndefined();
    expect(findProfile('CN', new Date('2000-09-30T16:00:00Z'))?.name).toBe('CN');
  });

  it('sorts candidates by level, then rank', () => {
    const order = ['AB+', 'A+', 'O+', 'B+', 'A-', 'O-', 'AB-']
      .map((unitGroup) => ({ unitGroup, result: assess('red_cells', group('AB+'), group(unitGroup)) }))
      .sort((left, right) => compareCompatibility(left.result, right.result))
      .map(({ unitGroup }) => unitGroup);
    expect(order[0]).toBe('AB+');
    expect(order.slice(1, 4)).toEqual(['A+', 'B+', 'AB-']);
    expect(order.at(-1)).toBe('O-');
  });
});

const classes = ['red_cells', 'plasma', 'platelets', 'cryo', 'whole_blood', 'granulocytes', 'other'] as const;
const anyRecipient = fc.record({
  abo: fc.constantFrom(...recipientAbos),
  rhd: fc.constantFrom(...rhdValues),
  sex: fc.constantFrom('male' as const, 'female' as const, 'unknown' as const),
  ageDays: fc.option(fc.integer({ min: 0, max: 40_000 })),
  antibodies: fc.subarray(['D', 'E', 'c', 'K', 'A', 'HLA-A2']),
  maternal: fc.option(
    fc.record({ abo: fc.constantFrom(...recipientAbos), antibodies: fc.subarray(['A', 'B', 'D', 'c']) }),
  ),
  transplant: fc.option(
    fc.record({
      donorAbo: fc.constantFrom(...aboGroups),
      donorRhd: fc.constantFrom(...rhdValues),
      date: fc.constant(at),
      hasPlan: fc.boolean(),
    }),
  ),
  requirements: fc.subarray([...modifiers, ...freshBloodPurposes]),
  isChronic: fc.boolean(),
  groupDeterminations: fc.integer({ min: 0, max: 2 }),
  isEmergency: fc.boolean(),
});
const anyUnit = fc.record({
  abo: fc.constantFrom(...aboGroups),
  rhd: fc.constantFrom(...rhdValues),
  antigens: fc.subarray(['E+', 'c-', 'K-', 'HLA-A2-']),
  modifiers: fc.subarray([...modifiers]),
  collectedAt: fc.constantFrom(null, at),
  irradiatedAt: fc.constantFrom(null, at),
  isLowTitre: fc.boolean(),
  intendedUse: fc.constantFrom(...intendedUses),
});
const anyQuestion = fc.record({
  profile: fc.constantFrom(profile('CN'), profile('ANZ')),
  componentClass: fc.constantFrom(...classes),
  recipient: anyRecipient,
  unit: anyUnit,
  at: fc.constant(at),
});

// The forbidden pairs of red cells, typed again: recipient to units never given.
const neverRedCells: Record<RecipientAbo, readonly AboGroup[]> = {
  O: ['A', 'B', 'AB'],
  A: ['B', 'AB'],
  B: ['A', 'AB'],
  AB: [],
  unknown: ['A', 'B', 'AB'],
};
const runs = { numRuns: 3000 };

describe('whatever the patient and the bag', () => {
  it('red cells the table calls never are a hard stop, whatever else is true', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        if (!neverRedCells[question.recipient.abo].includes(question.unit.abo)) return;
        for (const componentClass of ['red_cells', 'granulocytes'] as const) {
          expect(isHardStop(assessCompatibility({ ...question, componentClass }))).toBe(true);
        }
      }),
      runs,
    );
  });

  it('RhD never changes the answer for plasma and cryoprecipitate', () => {
    fc.assert(
      fc.property(anyQuestion, fc.constantFrom(...rhdValues), fc.constantFrom(...rhdValues), (question, r, u) => {
        for (const componentClass of ['plasma', 'cryo'] as const) {
          const other = {
            ...question,
            componentClass,
            recipient: { ...question.recipient, rhd: r },
            unit: { ...question.unit, rhd: u },
          };
          expect(assessCompatibility(other)).toEqual(assessCompatibility({ ...question, componentClass }));
        }
      }),
      runs,
    );
  });

  it('IDENTICAL means the same ABO, two determinations, and for red cells the same RhD', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const { recipient, unit, componentClass } = question;
        if (assessCompatibility(question).level !== 'IDENTICAL') return;
        expect(unit.abo).toBe(recipient.abo);
        if (componentClass === 'red_cells' || componentClass === 'whole_blood') expect(unit.rhd).toBe(recipient.rhd);
        expect(unit.intendedUse).not.toBe('autologous_only');
      }),
      runs,
    );
  });

  it('an emergency never makes an answer worse, and no ordinary refusal but one of an open review has an override', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const as = (isEmergency: boolean) =>
          assessCompatibility({ ...question, recipient: { ...question.recipient, isEmergency } });
        const [ordinary, emergency] = [as(false), as(true)];
        const severity = (result: Compatibility) => compatibilityLevels.indexOf(result.level);
        expect(severity(emergency)).toBeLessThanOrEqual(severity(ordinary));
        if (ordinary.level === 'FORBIDDEN') expect(ordinary.override).toBeUndefined();
        if (ordinary.level === 'REVIEW') expect(ordinary.override).toBeDefined();
      }),
      runs,
    );
  });

  it('the level is the worst reason, reasons stand worst first, and the rank is 1 to 4', () => {
    fc.assert(
      fc.property(anyQuestion, (question) => {
        const result = assessCompatibility(question);
        const severities = result.reasons.map((reason) => compatibilityLevels.indexOf(reason.level));
        expect(result.reasons[0]?.level).toBe(result.level);
        expect([...severities].sort((left, right) => right - left)).toEqual(severities);
        expect([1, 2, 3, 4]).toContain(result.rank);
      }),
      runs,
    );
  });
});
