/**
 * What may turn out to be wrong with something that has happened. A rule refuses an intention and never a fact: the fact is recorded, and each
 * rule it broke is an incident of one of these kinds. Which there are and how grave each is [unsourced: default].
 */
export const incidentRules = {
  unknown_bag: { severity: 'serious' },
  elsewhere: { severity: 'serious' },
  /** Of the house that lost the bag to another one's sheet. */
  taken_elsewhere: { severity: 'serious' },
  already_gone: { severity: 'grave' },
  already_here: { severity: 'minor' },
  not_received: { severity: 'minor' },
  on_hold: { severity: 'serious' },
  recalled: { severity: 'grave' },
  reserved: { severity: 'serious' },
  expired: { severity: 'grave' },
  incompatible: { severity: 'grave' },
  recipient_group_unknown: { severity: 'serious' },
  group_unconfirmed: { severity: 'serious' },
  patient_name_differs: { severity: 'grave' },
  patient_group_differs: { severity: 'grave' },
  override_unsigned: { severity: 'serious' },
  crossmatch_missing: { severity: 'serious' },
  crossmatch_incompatible: { severity: 'grave' },
  group_differs: { severity: 'grave' },
  expiry_differs: { severity: 'serious' },
  before_last_event: { severity: 'serious' },
  temperature_missing: { severity: 'minor' },
  temperature_out: { severity: 'serious' },
  stood_out_of_range: { severity: 'serious' },
  one_person: { severity: 'minor' },
} as const satisfies Record<string, { readonly severity: Severity }>;

export const severities = ['grave', 'serious', 'minor'] as const;
export type Severity = (typeof severities)[number];

export type IncidentRule = keyof typeof incidentRules;
export const incidentRuleNames = Object.keys(incidentRules) as IncidentRule[];

/** What the sentence of the rule needs; never a patient and never free text; of a house its name. Instants as ISO text. */
export type IncidentFacts = Readonly<Record<string, string | number | boolean | null>>;

/** One broken rule of one fact. */
export interface BrokenRule {
  readonly rule: IncidentRule;
  readonly facts: IncidentFacts;
}
