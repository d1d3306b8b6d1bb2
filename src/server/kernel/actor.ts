import type { OrganisationKind, Role } from '@/domain/permissions';
import type { Look } from '@/domain/view-as';

/** Who is asking. Every transport makes one; every verb, audit row and movement names it. */
export type Actor = UserActor | ApiKeyActor | DeviceActor | SystemActor;

export interface UserActor {
  readonly kind: 'user';
  readonly personId: string;
  readonly name: string;
  readonly staffNo: string;
  readonly orgId: string;
  readonly orgKind: OrganisationKind;
  readonly orgName: string;
  readonly department: string;
  readonly district: string;
  readonly roles: readonly Role[];
  readonly sessionId: string;
  /** For whom a page of theirs is drawn. */
  readonly membershipId: string;
  readonly mustChangePassword: boolean;
  /** An administrator looks as another role: `roles` are that role alone, and nothing is written. */
  readonly look?: Look;
  /** He practises: nothing of it is real. */
  readonly isPractice?: true;
}

export interface ApiKeyActor {
  readonly kind: 'api-key';
  readonly keyId: string;
  readonly name: string;
  readonly orgId: string;
  readonly orgKind: OrganisationKind;
  readonly district: string;
  readonly roles: readonly Role[];
}

export interface DeviceActor {
  readonly kind: 'device';
  readonly deviceId: string;
  readonly name: string;
  readonly orgId: string;
  readonly orgKind: OrganisationKind;
  readonly district: string;
  readonly roles: readonly Role[];
}

/** A job of our own, acting in the organisation it concerns. */
export interface SystemActor {
  readonly kind: 'system';
  readonly name: string;
  readonly orgId: string;
}

export type ScopeRole = 'scope_org' | 'scope_district' | 'scope_city' | 'scope_system';

/** One database role per scope. Offices see the city (or their district) without patients; all else sees its own organisation. */
export function scopeRoleOf(actor: Actor): ScopeRole {
  if (actor.kind === 'system') return 'scope_system';
  if (actor.orgKind !== 'blood_office') return 'scope_org';
  return actor.district ? 'scope_district' : 'scope_city';
}

export function rolesOf(actor: Actor): readonly Role[] {
  return actor.kind === 'system' ? [] : actor.roles;
}

/** As which role somebody looks and changes nothing; null: as himself. */
export function lookOf(actor: Actor): Look | null {
  return actor.kind === 'user' ? (actor.look ?? null) : null;
}

/** Whether what he does and takes away is of the city for practising. */
export function isPractising(actor: Actor): boolean {
  return actor.kind === 'user' && actor.isPractice === true;
}

/** What the audit row says about the actor: names, never secrets, and as which role he looked. */
export function describeActor(actor: Actor): Record<string, string> {
  switch (actor.kind) {
    case 'user':
      return {
        kind: 'user',
        id: actor.personId,
        name: actor.name,
        staffNo: actor.staffNo,
        ...(actor.look ? { viewAs: actor.look.role } : {}),
      };
    case 'api-key':
      return { kind: 'api-key', id: actor.keyId, name: actor.name };
    case 'device':
      return { kind: 'device', id: actor.deviceId, name: actor.name };
    case 'system':
      return { kind: 'system', name: actor.name };
  }
}
