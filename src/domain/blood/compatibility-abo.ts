import type { AboCell, AboTable, CompatibilityProfile } from './compatibility-profiles';
import {
  type CandidateUnit,
  type ComponentClass,
  compatibilityLevels,
  type Finding,
  type Override,
  type Recipient,
} from './compatibility-types';
import type { RecipientAbo } from './groups';

type TabledClass = Exclude<ComponentClass, 'other'>;

const daysPerYear = 365.2425;
/** [unsourced: default] */
const adultFromYears = 18;

export const approvalByTransfusionDoctor = {
  roles: ['reviewer'],
  duties: ['record_non_identical'],
  isRemoteAllowed: true,
  statements: [],
} as const satisfies Override;

export const planByTransfusionDoctor = {
  roles: ['reviewer'],
  duties: ['record_plan'],
  isRemoteAllowed: true,
  statements: [],
} as const satisfies Override;

export function ageInYears(ageDays: number | null): number | null {
  return ageDays === null ? null : Math.floor(ageDays / daysPerYear);
}

const severity = (cell: AboCell): number => compatibilityLevels.indexOf(cell.level) * 10 + cell.rank;

function worse(left: AboCell, right: AboCell): AboCell {
  return severity(left) >= severity(right) ? left : right;
}

const forbidden = { level: 'FORBIDDEN', rank: 4 } as const satisfies AboCell;

function settleCell(cell: AboCell, isLowTitre: boolean, isEmergency: boolean): AboCell {
  if (cell.unlessLowTitre && !isLowTitre) return settleCell(cell.unlessLowTitre, isLowTitre, isEmergency);
  return cell.isEmergencyOnly && !isEmergency ? forbidden : { level: cell.level, rank: cell.rank };
}

function relax(profile: CompatibilityProfile, componentClass: TabledClass, recipient: Recipient, unit: CandidateUnit) {
  if (!recipient.isEmergency) return undefined;
  if (componentClass === 'cryo' && profile.allowsAnyCryoForAdultsInEmergency) {
    const years = ageInYears(recipient.ageDays);
    if (years !== null && years >= adultFromYears) return { level: 'LAST_RESORT', rank: 4 } as const;
  }
  if (componentClass === 'whole_blood' && profile.allowsLowTitreOWholeBloodInEmergency) {
    if (unit.abo === 'O' && unit.isLowTitre) return { level: 'LAST_RESORT', rank: 2 } as const;
  }
  return undefined;
}

function toFinding(cell: AboCell, source: AboCell, recipient: Recipient, unit: CandidateUnit): Finding {
  const facts = { recipientAbo: recipient.abo, unitAbo: unit.abo };
  const rankPenalty = cell.rank - 1;
  switch (cell.level) {
    case 'IDENTICAL':
      return { code: 'abo_identical', level: 'IDENTICAL', facts };
    case 'COMPATIBLE':
      return { code: 'abo_compatible', level: 'COMPATIBLE', facts, rankPenalty };
    case 'LAST_RESORT':
      return {
        code: 'abo_last_resort',
        level: 'LAST_RESORT',
        facts,
        rankPenalty,
        override: approvalByTransfusionDoctor,
      };
    case 'FORBIDDEN': {
      const hint = source.unlessLowTitre && !unit.isLowTitre ? 'abo_incompatible_unless_low_titre' : 'abo_incompatible';
      const code = recipient.abo === 'unknown' ? 'recipient_abo_unknown' : hint;
      return { code, level: 'FORBIDDEN', facts, rankPenalty };
    }
  }
}

/**
 * ABO by the profile's table, then what narrows it: one determination only (as for an unknown recipient: O red cells,
 * AB plasma), and an ABO-mismatched transplant (both rows must agree; REVIEW without a plan, never IDENTICAL with one).
 * Nothing here gives an override for ABO-incompatible red cells. Source: Lifeblood tables; 临床输血技术规范 (2000).
 */
export function assessAbo(
  profile: CompatibilityProfile,
  componentClass: TabledClass,
  recipient: Recipient,
  unit: CandidateUnit,
): Finding[] {
  const table: AboTable = profile.tables[componentClass];
  const read = (abo: RecipientAbo, isEmergency: boolean) =>
    settleCell(table[abo][unit.abo], unit.isLowTitre, isEmergency);

  const relaxed = relax(profile, componentClass, recipient, unit);
  const own = read(recipient.abo, recipient.isEmergency);
  if (own.level === 'FORBIDDEN' && relaxed) {
    const facts = { recipientAbo: recipient.abo, unitAbo: unit.abo };
    return [{ code: 'abo_last_resort', level: relaxed.level, rankPenalty: relaxed.rank - 1, facts }];
  }

  const findings = [toFinding(own, table[recipient.abo][unit.abo], recipient, unit)];
  if (recipient.abo !== 'unknown' && recipient.groupDeterminations < 2) {
    // The table's "emergency only" is about having no group at all; here one is known and both rows must agree.
    const unconfirmed = read('unknown', true);
    if (worse(own, unconfirmed) !== own && !relaxed) {
      const facts = { recipientAbo: recipient.abo, unitAbo: unit.abo, determinations: recipient.groupDeterminations };
      const { level, rank } = unconfirmed;
      findings.push({
        code: 'second_determination_missing',
        level,
        facts,
        rankPenalty: rank - 1,
        ...(level === 'LAST_RESORT' && { override: approvalByTransfusionDoctor }),
      });
    }
  }

  const { transplant } = recipient;
  if (transplant && transplant.donorAbo !== recipient.abo) {
    findings.push(assessTransplant(transplant, read(transplant.donorAbo, recipient.isEmergency)));
  }
  return findings;
}

function assessTransplant(transplant: NonNullable<Recipient['transplant']>, byDonor: AboCell): Finding {
  const { donorAbo, date, hasPlan } = transplant;
  const facts = { donorAbo, transplantedAt: date.toISOString() };
  const rankPenalty = byDonor.rank - 1;
  if (byDonor.level === 'FORBIDDEN') {
    return { code: 'transplant_donor_incompatible', level: 'FORBIDDEN', facts, rankPenalty };
  }
  if (!hasPlan) {
    return { code: 'transplant_without_plan', level: 'REVIEW', facts, rankPenalty, override: planByTransfusionDoctor };
  }
  return byDonor.level === 'LAST_RESORT'
    ? { code: 'transplant_by_plan', level: 'LAST_RESORT', facts, rankPenalty, override: approvalByTransfusionDoctor }
    : { code: 'transplant_by_plan', level: 'COMPATIBLE', facts, rankPenalty };
}
