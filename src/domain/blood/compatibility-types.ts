import type { Role } from '@/domain/permissions';
import type { ComponentClass } from './component-catalogue';
import type { AboGroup, RecipientAbo, Rhd } from './groups';

/** From best to worst; a bag's level is the worst of its findings. */
export const compatibilityLevels = ['IDENTICAL', 'COMPATIBLE', 'LAST_RESORT', 'REVIEW', 'FORBIDDEN'] as const;
export type CompatibilityLevel = (typeof compatibilityLevels)[number];
export type CompatibilityRank = 1 | 2 | 3 | 4;

export const modifiers = [
  'leukoreduced',
  'irradiated',
  'washed',
  'cmv_negative',
  'hla_matched',
  'hpa_matched',
] as const;
export type Modifier = (typeof modifiers)[number];

/** Purposes with a window of their own: red cells at most 5 days old, irradiated at most 24 h before. */
export const freshBloodPurposes = ['neonatal_exchange', 'intrauterine', 'neonatal_large_volume'] as const;
export type FreshBloodPurpose = (typeof freshBloodPurposes)[number];
export type Requirement = Modifier | FreshBloodPurpose;

/** Of the group label (ISBT 128 structure 002). `allogeneic` is the ordinary bag. */
export const intendedUses = [
  'allogeneic',
  'directed_only',
  'emergency_only',
  'directed_crossover',
  'autologous_crossover',
  'autologous_only',
] as const;
export type IntendedUse = (typeof intendedUses)[number];

export interface Recipient {
  readonly abo: RecipientAbo;
  /** `unspecified`: not known. Weak D and D variants are registered as negative until genotyped. */
  readonly rhd: Rhd;
  readonly sex: 'male' | 'female' | 'unknown';
  /** Null: not known; rules that protect the young then apply. */
  readonly ageDays: number | null;
  /** As they stand in the register, read by `readAntibodies`: `抗-D`, `抗-c`, `抗-Jka`, `抗-HLA-A2`, `其他:…`. */
  readonly antibodies: readonly string[];
  /** Asked for under 120 days only. */
  readonly maternal?: { readonly abo: RecipientAbo; readonly antibodies: readonly string[] } | null;
  readonly transplant?: {
    readonly donorAbo: AboGroup;
    readonly donorRhd: Rhd;
    readonly date: Date;
    /** The transfusion doctor has written the plan for the time after transplantation. */
    readonly hasPlan: boolean;
  } | null;
  readonly requirements: readonly Requirement[];
  readonly isChronic?: boolean;
  /** Of ABO, from different draws. Below 2 the group is not yet confirmed. */
  readonly groupDeterminations: number;
  readonly isEmergency: boolean;
}

export interface CandidateUnit {
  readonly abo: AboGroup;
  readonly rhd: Rhd;
  /** Typing beyond ABO and RhD: `E+`, `K-`; a bare `E` is present. An antigen not listed was not tested. */
  readonly antigens: readonly string[];
  readonly modifiers: readonly Modifier[];
  readonly collectedAt: Date | null;
  readonly irradiatedAt: Date | null;
  /** True only when a source says so; unknown is false. */
  readonly isLowTitre: boolean;
  readonly intendedUse: IntendedUse;
}

export type CompatibilityReasonCode =
  | 'abo_identical'
  | 'abo_compatible'
  | 'abo_last_resort'
  | 'abo_incompatible'
  | 'abo_incompatible_unless_low_titre'
  | 'recipient_abo_unknown'
  | 'second_determination_missing'
  | 'transplant_donor_incompatible'
  | 'transplant_without_plan'
  | 'transplant_by_plan'
  | 'maternal_abo_incompatible'
  | 'maternal_group_unknown'
  | 'rhd_positive_to_negative'
  | 'rhd_negative_to_positive'
  | 'rhd_not_identical'
  | 'rhd_negative_preferred'
  | 'unit_rhd_unspecified'
  | 'recipient_rhd_unknown'
  | 'antigen_against_antibody'
  | 'antigen_not_tested'
  | 'antibody_unknown'
  | 'antigen_against_maternal_antibody'
  | 'maternal_antigen_not_tested'
  | 'maternal_antibody_unknown'
  | 'modifier_missing'
  | 'red_cells_too_old'
  | 'collection_time_unknown'
  | 'not_irradiated'
  | 'irradiated_too_long_ago'
  | 'autologous_only'
  | 'directed_only'
  | 'emergency_use_only'
  | 'no_table_for_class';

export type CompatibilityWarningCode =
  | 'abo_not_identical'
  | 'rhd_negative_spent_on_positive'
  | 'offer_anti_d_within_72h'
  | 'second_determination_missing'
  | 'recipient_rhd_unknown'
  | 'maternal_data_missing'
  | 'match_extended_phenotype';

export type OverrideDuty =
  | 'record_consent'
  | 'offer_anti_d_within_72h'
  | 'follow_up_antibody_screen'
  | 'report_to_blood_office'
  | 'record_non_identical'
  | 'record_reason'
  | 'record_plan';

export interface Override {
  /** All of them sign: `physician` is the clinician in charge, `reviewer` the transfusion doctor. */
  readonly roles: readonly Extract<Role, 'physician' | 'reviewer'>[];
  readonly duties: readonly OverrideDuty[];
  /** One of the signers may be on the phone. */
  readonly isRemoteAllowed: boolean;
  /** Words each signer must confirm: 已知抗-D，溶血风险 or 已知抗体，溶血风险. */
  readonly statements: readonly ('known_anti_d_haemolysis_risk' | 'known_antibody_haemolysis_risk')[];
}

export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface CompatibilityReason {
  readonly code: CompatibilityReasonCode;
  readonly level: CompatibilityLevel;
  readonly facts: Facts;
}

export interface CompatibilityWarning {
  readonly code: CompatibilityWarningCode;
  readonly facts: Facts;
}

export interface Compatibility {
  readonly level: CompatibilityLevel;
  /** 1 is the first choice. Sort candidates by level, then rank, then expiry. */
  readonly rank: CompatibilityRank;
  readonly reasons: readonly CompatibilityReason[];
  readonly warnings: readonly CompatibilityWarning[];
  /** Present: may be issued when all its roles sign. Absent at FORBIDDEN: by nobody. */
  readonly override?: Override;
}

/** One rule's verdict. `rankPenalty` pushes a bag back among those of the same level. */
export interface Finding {
  readonly code: CompatibilityReasonCode;
  readonly level: CompatibilityLevel;
  readonly facts?: Facts;
  readonly override?: Override;
  readonly rankPenalty?: number;
  readonly warnings?: readonly CompatibilityWarning[];
}

export type { ComponentClass };
