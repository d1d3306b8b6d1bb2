import type { certificateReviews } from '@/db/schema';
import { componentName, findComponent, formatAmount } from '@/domain/blood/components';
import { entitlementOf } from '@/domain/certificate-reviews/entitlement';
import { type IdentityType, profileOf, type Relation } from '@/domain/certificate-reviews/profiles';
import type { Paper, refusals } from '@/domain/certificate-reviews/record';
import { maskIdentityNumber } from '@/domain/identity-number';
import { formatDate, formatFor } from '@/i18n/format';
import { openSecret } from '../../kernel/secret-box';

export type ReviewRow = typeof certificateReviews.$inferSelect;

/** A box copied into another row, or from the donor to the patient, does not open. */
export const patientOwner = ({ orgId, id }: Pick<ReviewRow, 'orgId' | 'id'>) => `${orgId}|${id}`;
export const donorOwner = (row: Pick<ReviewRow, 'orgId' | 'id'>) => `${patientOwner(row)}|donor`;

export const openPatientNo = (row: ReviewRow) =>
  row.identityCipher ? openSecret(row.identityCipher, patientOwner(row)) : '';
export const openDonorNo = (row: ReviewRow) => (row.donorCipher ? openSecret(row.donorCipher, donorOwner(row)) : '');

const masked = (number: string) => (number === '' ? null : maskIdentityNumber(number));

/** A case as every read, audit row and conflict shows it: identity numbers masked, their ciphers never. */
export function presentReview(row: ReviewRow) {
  const { profile: code, caseType, donations, createdAt } = row;
  const profile = profileOf(code);
  const usedOn = row.usedOn ?? formatDate(row.submittedAt ?? createdAt);
  return {
    id: row.id,
    no: row.no,
    orgId: row.orgId,
    partyOrgId: row.partyOrgId,
    profile: code,
    state: row.state,
    caseType,
    patientName: row.patientName,
    identityType: row.identityType as IdentityType,
    identityNo: masked(openPatientNo(row)),
    diagnosis: row.diagnosis,
    bloodUse: row.bloodUse,
    usedOn: row.usedOn,
    isSupplementary: row.isSupplementary,
    isInformed: row.isInformed,
    relation: row.relation as Relation | null,
    donorName: row.donorName,
    donorIdentityType: row.donorIdentityType as IdentityType,
    donorIdentityNo: masked(openDonorNo(row)),
    certificateNo: row.certificateNo,
    donations,
    proposal: entitlementOf(profile, { caseType, usedOn, donations: donations ?? [] }),
    areVolumesSourced: profile.areVolumesSourced,
    submittedAt: row.submittedAt,
    submittedBy: row.submittedBy,
    dueAt: row.dueAt,
    firstApprovedBy: row.firstApprovedBy,
    decidedAt: row.decidedAt,
    decidedBy: row.decidedBy,
    entitledMl: row.entitledMl,
    article: row.article,
    automaticRule: row.automaticRule,
    refusal: row.refusal as (typeof refusals)[number] | null,
    missing: row.missing as Paper[],
    remark: row.remark,
    reason: row.reason,
    createdBy: row.createdBy,
    createdAt,
    updatedAt: row.updatedAt,
    version: row.version,
  };
}

export type ReviewView = ReturnType<typeof presentReview>;

/** What the history compares: what was typed and what was decided, in words where a code would not do. */
export function tellReview(row: ReviewRow) {
  const { donations: _, proposal: __, areVolumesSourced: ___, bloodUse, ...view } = presentReview(row);
  return { ...view, bloodUse: formatFor('zh-CN').list(bloodUse.map((line) => tellUse(line, row.createdAt))) };
}

function tellUse({ component: code, amount }: { component: string; amount: number }, at: Date): string {
  const component = findComponent(code, at);
  return component
    ? `${componentName(component, 'zh-CN')} ${formatAmount(amount, component, 'zh-CN')}`
    : `${code} ${amount / 100}`;
}
