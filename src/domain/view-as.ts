import { type Action, can, type OrganisationKind, type Role, rolesByOrganisation } from './permissions';

/** How long an administrator looks as another role before it ends by itself, in minutes. [unsourced: default] */
export const lookMinutes = 30;

/** Somebody at work who sees the product as one role of the own house sees it, and changes nothing. */
export interface Look {
  readonly role: Role;
}

/**
 * By which somebody reads who a patient is, or who gave blood, or takes a list of them away. Whoever finds patients for an issue or an order has one
 * of them. An office sees no patient but those of the cases that were submitted to it: the row-level security shows it no other (docs/security.md).
 */
const ofCases = ['certificate-reviews.read', 'certificate-reviews.export'] as const;
const ofPatients = [
  'patients.read',
  'patients.export',
  'clinical-issues.read',
  'clinical-issues.export',
  'immunohematology-requests.read',
  'immunohematology-requests.export',
  ...ofCases,
] as const satisfies readonly Action[];

/** Of machines, which have no pages. */
const machines: readonly Role[] = ['integration', 'wallboard'];

/** Why a role is not offered: it may do with patients' records what he may not himself. */
export type NotOffered = 'patients';

export interface LookChoice {
  readonly role: Role;
  readonly notOffered: NotOffered | null;
}

/**
 * The roles of a house, as whoever administers it may look as them: those that people of its kind hold, but not the only one that he has himself.
 * One by which patients are read or taken away that he may not himself is named and not offered: a look gives no rights. [unsourced: default]
 * @returns empty for whoever may not look as anybody.
 */
export function lookChoices(orgKind: OrganisationKind, ownRoles: readonly Role[]): LookChoice[] {
  if (!can(ownRoles, 'session.view-as')) return [];
  return rolesByOrganisation[orgKind]
    .filter((role) => !machines.includes(role) && !(ownRoles.length === 1 && ownRoles[0] === role))
    .map((role) => ({ role, notOffered: raises(orgKind, role, ownRoles) ? 'patients' : null }));
}

/** Whether this role may be looked as by somebody with these roles in a house of this kind. Asked again at every request. */
export function mayLookAs(orgKind: OrganisationKind, ownRoles: readonly Role[], role: string): role is Role {
  return lookChoices(orgKind, ownRoles).some((choice) => choice.role === role && choice.notOffered === null);
}

function raises(orgKind: OrganisationKind, role: Role, ownRoles: readonly Role[]): boolean {
  return (orgKind === 'blood_office' ? ofCases : ofPatients).some(
    (action) => can([role], action) && !can(ownRoles, action),
  );
}

/** Why a look ended. `time`: its minutes were over; `rights`: a role of whoever looked was given or taken. */
export type LookEnding = 'asked' | 'signed-out' | 'locked' | 'switched' | 'time' | 'rights';
