import type { Role } from '@/domain/permissions';
import type { Violation } from '@/domain/result';

/** A person who signed, as the directory has them. */
export interface SignerFacts {
  readonly personId: string;
  readonly name: string;
  readonly title: string;
  readonly roles: readonly Role[];
}

const medicalRoles: readonly Role[] = [
  'physician',
  'senior_physician',
  'department_director',
  'medical_affairs',
  'nurse',
];
const medicalTitle = /护士|护师|护理|医师|医生|nurse|physician|doctor/i;

/** 取血人须为医护人员 (临床输血技术规范 2000): by role, or, for people who never log in, by the title in the staff directory. */
export function isMedicalStaff({ title, roles }: Pick<SignerFacts, 'title' | 'roles'>): boolean {
  return roles.some((role) => medicalRoles.includes(role)) || medicalTitle.test(title);
}

/** Whether this person may sign an override in that part: the clinician in charge, or the transfusion doctor. */
export function isApprover({ roles }: Pick<SignerFacts, 'roles'>, part: 'physician' | 'reviewer'): boolean {
  if (part === 'reviewer') return roles.includes('reviewer');
  return roles.some((role) => role === 'physician' || role === 'senior_physician' || role === 'department_director');
}

/** A signature as the token proves it, or why it proves nothing: too old, other content, another session. */
export type Signed =
  | { readonly ok: true; readonly person: SignerFacts }
  | { readonly ok: false; readonly code: string };

/** May this person collect the blood? Medical staff, and not whoever issues it. Source: 临床输血技术规范 (2000). */
export function refuseCollector(collector: SignerFacts, issuerId: string): Violation[] {
  const path = 'signatures.collector';
  const { personId, name, title } = collector;
  return [
    ...(personId === issuerId ? [{ code: 'signature.collector_is_issuer', path, facts: { name } }] : []),
    ...(isMedicalStaff(collector) ? [] : [{ code: 'signature.collector_not_medical', path, facts: { name, title } }]),
  ];
}

/** May this person approve an override in that part? Entitled, and not the issuer. Source: ANZSBT laboratory guidelines. */
export function refuseApprover(approver: SignerFacts, part: 'physician' | 'reviewer', issuerId: string): Violation[] {
  const path = `approval.${part}`;
  if (approver.personId === issuerId) return [{ code: 'override.signer_is_issuer', path, facts: { part } }];
  if (isApprover(approver, part)) return [];
  return [{ code: 'override.signer_not_entitled', path, facts: { part, name: approver.name } }];
}
