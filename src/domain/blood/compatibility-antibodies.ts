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

/** `anti-E`, `抗-E`, `E` → `E`. Case is kept: C and c are two antigens. */
export function antigenOfAntibody(antibody: string): string {
  return antibody.trim().replace(/^(?:anti[-\s]?|抗[-－]?)/i, '');
}

type Typing = 'present' | 'absent' | 'not_tested';

/** What is known of one antigen of a bag; A, B and D are read from its group. */
export function findTyping(unit: Pick<CandidateUnit, 'abo' | 'rhd' | 'antigens'>, antigen: string): Typing {
  if (antigen === 'A' || antigen === 'B') return unit.abo.includes(antigen) ? 'present' : 'absent';
  if (antigen === 'D') {
    if (unit.rhd === 'unspecified') return 'not_tested';
    return unit.rhd === 'positive' ? 'present' : 'absent';
  }
  for (const entry of unit.antigens) {
    const [, name, sign] = /^(.*?)([+\-−]?)$/.exec(entry.trim()) ?? [];
    if (name === antigen) return sign === '' || sign === '+' ? 'present' : 'absent';
  }
  return 'not_tested';
}

const isPlateletAntigen = (antigen: string): boolean => /^H[LP]A/i.test(antigen);

function matters(antigen: string, componentClass: ComponentClass): boolean {
  if (componentClass === 'granulocytes') return true;
  if (classesWithRedCells.includes(componentClass)) return !isPlateletAntigen(antigen);
  return componentClass === 'platelets' && isPlateletAntigen(antigen);
}

function assessAntibody(
  antigen: string,
  unit: CandidateUnit,
  isEmergency: boolean,
  whose: 'recipient' | 'mother',
): Finding[] {
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

/** Known antibodies of the recipient: an antigen against one is FORBIDDEN (emergency override); not tested is REVIEW. */
export function assessAntibodies(componentClass: ComponentClass, recipient: Recipient, unit: CandidateUnit): Finding[] {
  return recipient.antibodies
    .map(antigenOfAntibody)
    .filter((antigen) => matters(antigen, componentClass))
    .flatMap((antigen) => assessAntibody(antigen, unit, recipient.isEmergency, 'recipient'));
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
  const findings: Finding[] = (maternal?.antibodies ?? [])
    .map(antigenOfAntibody)
    .filter((antigen) => matters(antigen, componentClass))
    .flatMap((antigen) => assessAntibody(antigen, unit, recipient.isEmergency, 'mother'));

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
