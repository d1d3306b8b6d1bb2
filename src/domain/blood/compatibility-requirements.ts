import { planByTransfusionDoctor } from './compatibility-abo';
import {
  type CandidateUnit,
  type ComponentClass,
  type Finding,
  freshBloodPurposes,
  type Modifier,
  modifiers,
  type Override,
  type Recipient,
} from './compatibility-types';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Neonatal exchange, intrauterine and large-volume transfusion. */
const freshRedCells = { maxAgeDays: 5, maxHoursSinceIrradiation: 24 } as const;

/** Where a modifier can be asked for; frozen plasma carries no living cell to irradiate or filter. */
const classesOfModifier = {
  leukoreduced: ['red_cells', 'whole_blood', 'platelets'],
  irradiated: ['red_cells', 'whole_blood', 'platelets', 'granulocytes'],
  washed: ['red_cells', 'platelets'],
  cmv_negative: ['red_cells', 'whole_blood', 'platelets', 'granulocytes'],
  hla_matched: ['platelets', 'granulocytes'],
  hpa_matched: ['platelets'],
} as const satisfies Record<Modifier, readonly ComponentClass[]>;

const emergencyOverride = {
  roles: ['physician', 'reviewer'],
  duties: ['record_consent', 'record_reason', 'report_to_blood_office'],
  isRemoteAllowed: true,
  statements: [],
} as const satisfies Override;

/** A required modifier the bag lacks is FORBIDDEN; an emergency may override it, with duties. */
export function assessModifiers(componentClass: ComponentClass, recipient: Recipient, unit: CandidateUnit): Finding[] {
  return modifiers
    .filter((modifier) => {
      const classes: readonly ComponentClass[] = classesOfModifier[modifier];
      return (
        recipient.requirements.includes(modifier) &&
        classes.includes(componentClass) &&
        !unit.modifiers.includes(modifier)
      );
    })
    .map((modifier) => ({
      code: 'modifier_missing',
      level: 'FORBIDDEN',
      facts: { modifier },
      ...(recipient.isEmergency && { override: emergencyOverride }),
    }));
}

/** The age window of fresh red cells; outside it the transfusion doctor decides (REVIEW). `at` is the planned instant of issue. */
export function assessAgeWindow(
  componentClass: ComponentClass,
  recipient: Recipient,
  unit: CandidateUnit,
  at: Date,
): Finding[] {
  if (componentClass !== 'red_cells' && componentClass !== 'whole_blood') return [];
  const purpose = freshBloodPurposes.find((candidate) => recipient.requirements.includes(candidate));
  if (!purpose) return [];
  const review = { level: 'REVIEW', override: planByTransfusionDoctor } as const;
  const findings: Finding[] = [];
  const { maxAgeDays, maxHoursSinceIrradiation } = freshRedCells;

  if (unit.collectedAt === null) findings.push({ code: 'collection_time_unknown', facts: { purpose }, ...review });
  else if (at.getTime() - unit.collectedAt.getTime() > maxAgeDays * dayMs) {
    const ageDays = Math.floor((at.getTime() - unit.collectedAt.getTime()) / dayMs);
    findings.push({ code: 'red_cells_too_old', facts: { purpose, maxAgeDays, ageDays }, ...review });
  }

  if (!unit.modifiers.includes('irradiated') || unit.irradiatedAt === null) {
    findings.push({ code: 'not_irradiated', facts: { purpose }, ...review });
  } else if (at.getTime() - unit.irradiatedAt.getTime() > maxHoursSinceIrradiation * hourMs) {
    const hours = Math.floor((at.getTime() - unit.irradiatedAt.getTime()) / hourMs);
    const facts = { purpose, maxHoursSinceIrradiation, hours };
    findings.push({ code: 'irradiated_too_long_ago', facts, ...review });
  }
  return findings;
}

/** What the label reserves the bag for. Autologous only: to nobody through the allogeneic stock, without override. */
export function assessIntendedUse(recipient: Recipient, { intendedUse }: CandidateUnit): Finding[] {
  const facts = { intendedUse };
  switch (intendedUse) {
    case 'autologous_only':
      return [{ code: 'autologous_only', level: 'FORBIDDEN', facts }];
    case 'directed_only':
      return [{ code: 'directed_only', level: 'REVIEW', facts, override: planByTransfusionDoctor }];
    case 'emergency_only':
      return recipient.isEmergency ? [] : [{ code: 'emergency_use_only', level: 'FORBIDDEN', facts }];
    case 'allogeneic':
    case 'directed_crossover':
    case 'autologous_crossover':
      return [];
  }
}
