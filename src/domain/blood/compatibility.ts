import { assessAbo, planByTransfusionDoctor } from './compatibility-abo';
import { assessAntibodies, assessMaternal } from './compatibility-antibodies';
import type { CompatibilityProfile } from './compatibility-profiles';
import { assessAgeWindow, assessIntendedUse, assessModifiers } from './compatibility-requirements';
import { assessRhd, classesWithRedCells } from './compatibility-rhd';
import {
  type CandidateUnit,
  type Compatibility,
  type CompatibilityLevel,
  type CompatibilityRank,
  type CompatibilityWarning,
  type ComponentClass,
  compatibilityLevels,
  type Finding,
  type Override,
  type Recipient,
} from './compatibility-types';

export {
  type CompatibilityProfile,
  compatibilityProfiles,
  findProfile,
  type ProfileName,
} from './compatibility-profiles';
export * from './compatibility-types';

export interface CompatibilityQuestion {
  readonly profile: CompatibilityProfile;
  readonly componentClass: ComponentClass;
  readonly recipient: Recipient;
  readonly unit: CandidateUnit;
  readonly at: Date;
}

const severity = (level: CompatibilityLevel): number => compatibilityLevels.indexOf(level);

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** One override for all findings that need one; none at all when a single one has none. */
function mergeOverrides(findings: readonly Finding[]): Override | undefined {
  const blocking = findings.filter((finding) => finding.override || severity(finding.level) >= severity('REVIEW'));
  const overrides = blocking.flatMap((finding) => finding.override ?? []);
  if (overrides.length === 0 || overrides.length < blocking.length) return undefined;
  return {
    roles: unique(overrides.flatMap((override) => override.roles)),
    duties: unique(overrides.flatMap((override) => override.duties)),
    isRemoteAllowed: overrides.every((override) => override.isRemoteAllowed),
    statements: unique(overrides.flatMap((override) => override.statements)),
  };
}

function collectWarnings(question: CompatibilityQuestion, findings: readonly Finding[]): CompatibilityWarning[] {
  const { componentClass, recipient, unit } = question;
  const warnings = findings.flatMap((finding) => finding.warnings ?? []);
  if (recipient.abo !== unit.abo) {
    warnings.push({ code: 'abo_not_identical', facts: { recipientAbo: recipient.abo, unitAbo: unit.abo } });
  }
  if (recipient.abo !== 'unknown' && recipient.groupDeterminations < 2) {
    warnings.push({
      code: 'second_determination_missing',
      facts: { determinations: recipient.groupDeterminations },
    });
  }
  if (recipient.isChronic && classesWithRedCells.includes(componentClass)) {
    warnings.push({ code: 'match_extended_phenotype', facts: {} });
  }
  return warnings;
}

function toRank(penalty: number): CompatibilityRank {
  if (penalty <= 0) return 1;
  if (penalty === 1) return 2;
  return penalty === 2 ? 3 : 4;
}

function findAll({ profile, componentClass, recipient, unit, at }: CompatibilityQuestion): Finding[] {
  const intendedUse = assessIntendedUse(recipient, unit);
  if (componentClass === 'other') {
    return [{ code: 'no_table_for_class', level: 'REVIEW', override: planByTransfusionDoctor }, ...intendedUse];
  }
  return [
    ...assessAbo(profile, componentClass, recipient, unit),
    ...assessRhd(componentClass, recipient, unit),
    ...assessAntibodies(componentClass, recipient, unit),
    ...assessMaternal(profile.tables.red_cells, componentClass, recipient, unit),
    ...assessModifiers(componentClass, recipient, unit),
    ...assessAgeWindow(componentClass, recipient, unit, at),
    ...intendedUse,
  ];
}

/**
 * May this bag go to this patient? The worst of all rules decides the level; reasons are codes with facts, worst first.
 * Expiry, recall and crossmatch are not asked here: they are the bag's state, refused elsewhere without override.
 * Source: Lifeblood tables, 临床输血技术规范 (2000); defaults without a source are marked where they stand.
 */
export function assessCompatibility(question: CompatibilityQuestion): Compatibility {
  const findings = findAll(question).sort((left, right) => severity(right.level) - severity(left.level));
  const level = findings[0]?.level ?? 'REVIEW';
  const override = mergeOverrides(findings);
  // The ABO rows (own, unconfirmed, donor) name ranks; the other rules push back from there.
  const abo = findings.filter((finding) => isAboRank(finding));
  const penalty =
    Math.max(0, ...abo.map((finding) => finding.rankPenalty ?? 0)) +
    findings.filter((finding) => !isAboRank(finding)).reduce((sum, finding) => sum + (finding.rankPenalty ?? 0), 0);
  return {
    level,
    rank: level === 'FORBIDDEN' ? 4 : toRank(penalty),
    reasons: findings.map((finding) => ({ code: finding.code, level: finding.level, facts: finding.facts ?? {} })),
    warnings: collectWarnings(question, findings),
    ...(override && { override }),
  };
}

function isAboRank({ code }: Finding): boolean {
  return code.startsWith('abo_') || code.startsWith('transplant_') || code === 'second_determination_missing';
}

/** Nobody may issue it: FORBIDDEN without an override. */
export function isHardStop(compatibility: Compatibility): boolean {
  return compatibility.level === 'FORBIDDEN' && compatibility.override === undefined;
}

/** May be issued only once every role of its override has signed. */
export function needsOverride(compatibility: Compatibility): boolean {
  return compatibility.override !== undefined;
}

/** Sort order of candidates for one patient: level, then rank. Expiry (FEFO) is the caller's next key. */
export function compareCompatibility(left: Compatibility, right: Compatibility): number {
  return severity(left.level) - severity(right.level) || left.rank - right.rank;
}
