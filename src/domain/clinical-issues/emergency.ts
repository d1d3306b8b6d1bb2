import type { Override, OverrideDuty } from '@/domain/blood/compatibility';
import { type Decision, decideBy } from '@/domain/result';
import { type RecordedOverride, refuseMissingStatements } from './approval';
import { type BagFacts, findDuplicates, refuseBag, refuseIncompatible } from './bags';
import type { PlannedLine } from './rules';
import type { EmergencyInput } from './schema';

export interface EmergencyFacts {
  readonly now: Date;
  readonly issuerName: string;
  readonly recipient: { readonly abo: string; readonly rhd: string };
  readonly bags: ReadonlyMap<string, BagFacts>;
}

/** Gravest first: blood that may be running into the wrong patient, then what decides whether it is, then who answers for it, then rechecks. */
export const taskKinds = [
  'incompatible_crossmatch',
  'identified_incompatible',
  'retrospective_crossmatch',
  'identify_patient',
  'override_signature',
  'second_signature',
  'reservation_taken',
  'receipt_to_complete',
  'offer_anti_d_within_72h',
  'record_consent',
  'record_plan',
  'report_to_blood_office',
  'follow_up_antibody_screen',
  'record_non_identical',
  'record_reason',
  'single_duty_review',
] as const;
export type IssueTaskKind = (typeof taskKinds)[number];

/** Hours from the issue until the task is due. 72 h for anti-D is sourced [S-APMS]; all others [unsourced: default]. */
const dueHours = {
  incompatible_crossmatch: 0,
  identified_incompatible: 0,
  retrospective_crossmatch: 4,
  identify_patient: 24,
  second_signature: 24,
  override_signature: 24,
  single_duty_review: 24,
  reservation_taken: 1,
  receipt_to_complete: 4,
  record_consent: 24,
  offer_anti_d_within_72h: 72,
  follow_up_antibody_screen: 28 * 24,
  report_to_blood_office: 24,
  record_non_identical: 24,
  record_reason: 24,
  record_plan: 24,
} as const satisfies Record<IssueTaskKind, number>;

/**
 * Open while an issue that stands has no patient, from the moment the blood left: told by the issue itself, kept in no table and settled by
 * nothing but the identification. Null: known, or void.
 */
export function identityDueAt(issue: {
  readonly state: string;
  readonly patientId: string | null;
  readonly issuedAt: Date;
}): Date | null {
  return issue.patientId === null && issue.state !== 'void' ? dueAt('identify_patient', issue.issuedAt) : null;
}

/** Hours from the blood leaving until somebody should know whom it was given to. */
export const identifyWithinHours = dueHours.identify_patient;

export function dueAt(kind: IssueTaskKind, now: Date): Date {
  return new Date(now.getTime() + dueHours[kind] * 3_600_000);
}

/** Done by what is recorded with the issue itself: the reason is written, non-identity stands in the verdict. */
const settledAtOnce: readonly OverrideDuty[] = ['record_reason', 'record_non_identical'];

/** What an override leaves to be done, once per issue and kind. */
export function dutiesOf(
  lines: readonly { readonly override?: Pick<Override, 'duties'> | null | undefined }[],
): IssueTaskKind[] {
  return [...new Set(lines.flatMap((line) => line.override?.duties ?? []))].filter(
    (duty) => !settledAtOnce.includes(duty),
  );
}

/**
 * Uncrossmatched release. Safety never stands between a dying patient and blood: no quota, lock, reservation of another, crossmatch, check
 * list, posted receipt or second person is asked. Refused all the same: unknown, expired, recalled, held or gone bags, and ABO-incompatible red cells; what
 * can be overridden (RhD, a modifier, a known antibody) the issuer takes on bag by bag, with the words a known antibody asks for.
 * Sources: ANZSBT laboratory guidelines; 中华人民共和国献血法 art. 15.
 */
export function decideEmergency(facts: EmergencyFacts, input: EmergencyInput): Decision<PlannedLine[]> {
  const path = (index: number) => `unitIds.${index}`;
  const bagAt = (unitId: string) => facts.bags.get(unitId);
  const overridden = input.unitIds.flatMap((unitId) => {
    const bag = bagAt(unitId);
    return bag?.verdict.override ? [bag] : [];
  });
  const violations = [
    ...findDuplicates(input.unitIds, path),
    ...input.unitIds.flatMap((unitId, index) => {
      const bag = bagAt(unitId);
      const refused = refuseBag(bag, unitId, path(index));
      if (!bag || refused.length > 0) return refused;
      const stopped = refuseIncompatible(bag, facts.recipient, path(index));
      const isOpen = bag.verdict.override && !input.overriddenUnitIds.includes(unitId);
      return isOpen
        ? [
            ...stopped,
            {
              code: 'override.to_confirm',
              path: path(index),
              facts: { unitId, donationNo: bag.donationNo, reason: bag.verdict.reasons[0]?.code ?? '' },
            },
          ]
        : stopped;
    }),
    ...refuseMissingStatements(overridden, input.statements),
  ];
  return decideBy(violations, () =>
    input.unitIds.flatMap((unitId, index) => {
      const bag = bagAt(unitId);
      if (!bag) return [];
      return [
        {
          unitId,
          lineNo: index + 1,
          crossmatch: bag.reservedCrossmatch,
          crossmatchId: bag.reservedCrossmatchId ?? null,
          verdict: bag.verdict,
          override: overrideOf(bag, facts.issuerName, input.reason),
          appearance: null,
          entry: 'scan' as const,
        },
      ];
    }),
  );
}

function overrideOf({ verdict: { override } }: BagFacts, issuerName: string, reason: string): RecordedOverride | null {
  if (!override) return null;
  return {
    reason,
    roles: override.roles,
    duties: override.duties,
    statements: override.statements,
    signers: [{ part: 'issuer', name: issuerName, by: 'session' }],
  };
}
