import { type Antibody, readAntibodies, readAntigen } from './antibodies';
import { planByTransfusionDoctor } from './compatibility-abo';
import type { AboTable } from './compatibility-profiles';
import { classesWithRedCells, rhdEmergencyOverride } from './compatibility-rhd';
import type { CandidateUnit, ComponentClass, Finding, Override, Recipient } from './compatibility-types';

/** Under this age the bag must also suit the mother's antibodies. */
const maternalUpToDays = 120;

const knownAntiDOverride = {
  ...rhdEmergencyOverride,
  isRemoteAllowed: false,
  statements: ['known_anti_d_haemolysis_risk'],
} as const satisfies Override;

const knownAntibodyOverride = {
  roles: ['physician', 'reviewer'],
  duties: ['record_consent', 'follow_up_antibody_screen', 'report_to_blood_office'],
  isRemoteAllowed: false,
  statements: ['known_antibody_haemolysis_risk'],
} as const satisfies Override;

type Typing = 'present' | 'absent' | 'not_tested';

/** What is known of one antigen of a bag; A, B and D are read from its group. */
export function findTyping(unit: Pick<CandidateUnit, 'abo' | 'rhd' | 'antigens'>, antigen: string): Typing {
  if (antigen === 'A' || antigen === 'B') return unit.abo.includes(antigen) ? 'present' : 'absent';
  if (antigen === 'D') {
    if (unit.rhd === 'unspecified') return 'not_tested';
    return unit.rhd === 'positive' ? 'present' : 'absent';
  }
  if (antigen === 'A1' && !unit.abo.includes('A')) return 'absent';
  // G stands on every cell that has D or C.
  if (antigen === 'G' && unit.rhd === 'positive') return 'present';
  const typings = unit.antigens.map(readTyping).filter((typing) => typing?.antigen === antigen);
  if (typings.length === 0) return 'not_tested';
  return typings.some((typing) => typing?.isPresent) ? 'present' : 'absent';
}

/** `E+`, `Fy(a-)`, `K−`; a bare `E` is present. Null: no typing of a known antigen. */
function readTyping(entry: string): { antigen: string; isPresent: boolean } | null {
  const plain = entry.normalize('NFKC').replace(/[()\s]/g, '');
  const [, name = '', sign = ''] = /^(.+?)([+\-−–]?)$/.exec(plain) ?? [];
  const antigen = readAntigen(name) ?? name;
  return antigen === '' ? null : { antigen, isPresent: sign === '' || sign === '+' };
}

const isPlateletAntigen = (text: string): boolean => /H[LP]A/i.test(text);

function matters(antibody: Antibody, componentClass: ComponentClass): boolean {
  if (componentClass === 'granulocytes') return true;
  const isOfPlatelets = isPlateletAntigen(antibody.kind === 'known' ? antibody.antigen : antibody.word);
  return classesWithRedCells.includes(componentClass)
    ? !isOfPlatelets || antibody.kind === 'unknown'
    : componentClass === 'platelets' && isOfPlatelets;
}

type Whose = 'recipient' | 'mother';

/** Against what nobody knows: any bag may carry it, so both answer for it in person and in words, in an emergency and out of one. */
function assessUnknown(word: string, whose: Whose): Finding {
  const code = whose === 'mother' ? 'maternal_antibody_unknown' : 'antibody_unknown';
  return { code, level: 'FORBIDDEN', facts: { antibody: word }, override: knownAntibodyOverride };
}

function assessEach(
  entries: readonly string[],
  componentClass: ComponentClass,
  unit: CandidateUnit,
  isEmergency: boolean,
  whose: Whose,
): Finding[] {
  return entries
    .flatMap(readAntibodies)
    .filter((antibody) => matters(antibody, componentClass))
    .flatMap((antibody) =>
      antibody.kind === 'known'
        ? assessAntibody(antibody.antigen, unit, isEmergency, whose)
        : [assessUnknown(antibody.word, whose)],
    );
}

function assessAntibody(antigen: string, unit: CandidateUnit, isEmergency: boolean, whose: Whose): Finding[] {
  const typing = findTyping(unit, antigen);
  if (typing === 'absent') return [];
  const facts = { antigen };
  if (typing === 'not_tested') {
    const code = whose === 'mother' ? 'maternal_antigen_not_tested' : 'antigen_not_tested';
    return [{ code, level: 'REVIEW', facts, override: planByTransfusionDoctor }];
  }
  const code = whose === 'mother' ? 'antigen_against_maternal_antibody' : 'antigen_against_antibody';
  // ABO-incompatible red cells: no override by anyone.
  if (!isEmergency || antigen === 'A' || antigen === 'B') return [{ code, level: 'FORBIDDEN', facts }];
  return [{ code, level: 'FORBIDDEN', facts, override: antigen === 'D' ? knownAntiDOverride : knownAntibodyOverride }];
}

/**
 * Known antibodies of the recipient: an antigen against one is FORBIDDEN (emergency override); not tested is REVIEW. An antibody nobody
 * knows the antigen of is FORBIDDEN with the override of a known one [unsourced: default].
 */
export function assessAntibodies(componentClass: ComponentClass, recipient: Recipient, unit: CandidateUnit): Finding[] {
  return assessEach(recipient.antibodies, componentClass, unit, recipient.isEmergency, 'recipient');
}

/**
 * Under 120 days the red cells must also suit the mother: her group's antibodies (REVIEW), her known antibodies (FORBIDDEN).
 * Nothing known of the mother: O is allowed with a warning, any other group is REVIEW [unsourced: default].
 */
export function assessMaternal(
  redCellTable: AboTable,
  componentClass: ComponentClass,
  recipient: Recipient,
  unit: CandidateUnit,
): Finding[] {
  const { ageDays, maternal } = recipient;
  if (ageDays === null || ageDays >= maternalUpToDays) return [];
  const findings = assessEach(maternal?.antibodies ?? [], componentClass, unit, recipient.isEmergency, 'mother');

  if (!classesWithRedCells.includes(componentClass)) return findings;
  const facts = { maternalAbo: maternal?.abo ?? 'unknown', unitAbo: unit.abo, ageDays };
  const warnings = [{ code: 'maternal_data_missing', facts }] as const;
  const review = { level: 'REVIEW', facts, override: planByTransfusionDoctor } as const;
  if (!maternal || maternal.abo === 'unknown') {
    findings.push(
      unit.abo === 'O'
        ? { code: 'maternal_group_unknown', level: 'COMPATIBLE', facts, warnings }
        : { code: 'maternal_group_unknown', ...review, warnings },
    );
  } else if (redCellTable[maternal.abo][unit.abo].level === 'FORBIDDEN') {
    findings.push({ code: 'maternal_abo_incompatible', ...review });
  }
  return findings;
}
