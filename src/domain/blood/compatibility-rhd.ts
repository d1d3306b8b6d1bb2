import { ageInYears } from './compatibility-abo';
import type { CandidateUnit, ComponentClass, Finding, Override, Recipient } from './compatibility-types';
import type { Rhd } from './groups';

const childBearingUpToYears = 50;
const minorUpToYears = 18;

/** Classes that carry red cells and therefore D. Frozen plasma and cryoprecipitate do not count [S-APMS]. */
export const classesWithRedCells: readonly ComponentClass[] = ['red_cells', 'whole_blood', 'granulocytes'];

export const rhdEmergencyOverride = {
  roles: ['physician', 'reviewer'],
  duties: ['record_consent', 'offer_anti_d_within_72h', 'follow_up_antibody_screen', 'report_to_blood_office'],
  isRemoteAllowed: true,
  statements: [],
} as const satisfies Override;

/** Female up to 50 years, male up to 18, and whoever's sex or age is not known: RhD-negative first [S-ANZ]. */
export function isProtectedFromRhd(recipient: Pick<Recipient, 'sex' | 'ageDays'>): boolean {
  const years = ageInYears(recipient.ageDays);
  if (years === null) return true;
  return years <= (recipient.sex === 'male' ? minorUpToYears : childBearingUpToYears);
}

/** After a transplant red cells must suit both: negative when either is negative. */
function rhdToServe({ rhd, transplant }: Recipient): Rhd {
  if (!transplant) return rhd;
  const both = [rhd, transplant.donorRhd];
  if (both.includes('negative')) return 'negative';
  return both.includes('unspecified') ? 'unspecified' : 'positive';
}

/**
 * RhD of red cells and whole blood. Refuses RhD-positive to negative when ordinary; in an emergency never a hard stop by RhD alone:
 * the clinician in charge and the transfusion doctor override, with duties. A unit whose label does not specify RhD is
 * never issuable as red cells. Source: S-ANZ, B1.2; whole blood identical only [unsourced: default].
 */
function assessRhdOfRedCells(componentClass: ComponentClass, recipient: Recipient, unit: CandidateUnit): Finding[] {
  const serve = rhdToServe(recipient);
  const facts = { recipientRhd: serve, unitRhd: unit.rhd };
  const override = recipient.isEmergency ? { override: rhdEmergencyOverride } : {};

  if (unit.rhd === 'unspecified') return [{ code: 'unit_rhd_unspecified', level: 'FORBIDDEN', facts }];
  if (serve === 'unspecified') return [assessUnknownRhd(componentClass, recipient, unit)];
  if (serve === 'negative' && unit.rhd === 'positive') {
    return [{ code: 'rhd_positive_to_negative', level: 'FORBIDDEN', facts, ...override }];
  }
  if (serve === 'positive' && unit.rhd === 'negative') {
    if (componentClass === 'whole_blood')
      return [{ code: 'rhd_not_identical', level: 'FORBIDDEN', facts, ...override }];
    const warnings = [{ code: 'rhd_negative_spent_on_positive', facts }] as const;
    return [{ code: 'rhd_negative_to_positive', level: 'COMPATIBLE', rankPenalty: 1, facts, warnings }];
  }
  // Negative for the sake of a transplant: right, but not identical with the patient's own group.
  return unit.rhd === recipient.rhd ? [] : [{ code: 'rhd_negative_to_positive', level: 'COMPATIBLE', facts }];
}

function assessUnknownRhd(componentClass: ComponentClass, recipient: Recipient, unit: CandidateUnit): Finding {
  const facts = { recipientRhd: 'unspecified', unitRhd: unit.rhd };
  const warnings = [{ code: 'recipient_rhd_unknown', facts }] as const;
  const isProtected = isProtectedFromRhd(recipient);
  const code = 'recipient_rhd_unknown';
  if (componentClass === 'whole_blood') return { code, level: 'FORBIDDEN', facts };
  if (unit.rhd === 'negative') return { code, level: 'COMPATIBLE', facts, warnings, rankPenalty: isProtected ? 0 : 1 };
  if (!recipient.isEmergency) return { code, level: 'FORBIDDEN', facts };
  // At once, without any signature: O RhD-positive red cells are never withheld from a dying patient.
  return isProtected
    ? { code: 'rhd_negative_preferred', level: 'LAST_RESORT', facts, warnings, rankPenalty: 1 }
    : { code, level: 'COMPATIBLE', facts, warnings };
}

/** RhD-positive platelets to an RhD-negative girl, woman up to 50, or child: allowed, with a prompt for anti-D within 72 h [S-APMS][S-LH]. */
function assessRhdOfPlatelets(recipient: Recipient, unit: CandidateUnit): Finding[] {
  if (recipient.rhd !== 'negative' || unit.rhd === 'negative' || !isProtectedFromRhd(recipient)) return [];
  const facts = { recipientRhd: recipient.rhd, unitRhd: unit.rhd };
  const warnings = [{ code: 'offer_anti_d_within_72h', facts }] as const;
  return [{ code: 'rhd_negative_preferred', level: 'COMPATIBLE', rankPenalty: 1, facts, warnings }];
}

export function assessRhd(componentClass: ComponentClass, recipient: Recipient, unit: CandidateUnit): Finding[] {
  if (classesWithRedCells.includes(componentClass)) return assessRhdOfRedCells(componentClass, recipient, unit);
  return componentClass === 'platelets' ? assessRhdOfPlatelets(recipient, unit) : [];
}
