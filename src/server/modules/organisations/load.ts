import type { HouseSettings } from '@/domain/house-switches';

import type { OrganisationState } from '@/domain/organisations/lifecycle';
import type { OrganisationFacts, OrganisationUse } from '@/domain/organisations/rules';
import type { OrganisationFields } from '@/domain/organisations/schema';
import type { OrganisationKind } from '@/domain/permissions';
import { AppError, notFound } from '../../kernel/errors';
import type { Scope } from '../../kernel/scope';

export interface OrganisationView extends OrganisationFields {
  readonly id: string;
  readonly code: string;
  readonly settings: HouseSettings;
  readonly state: OrganisationState;
  readonly retiredReason: string | null;
  readonly createdAt: Date;
  readonly version: number;
}

export const organisationColumns = ({ q }: Pick<Scope, 'q'>) => q`
  o.record_id as id, o.id as code, case when o.parent_id is null then o.kind else 'campus' end as kind, o.name, o.short_name as "shortName", o.name_en as "nameEn",
  o.parent_id as "parentId", o.district, o.institution_code as "institutionCode", o.address, o.longitude::float8 as longitude, o.latitude::float8 as latitude,
  o.duty_phone as "dutyPhone", o.night_phone as "nightPhone", o.sort_order as "sortOrder", o.settings, o.retired_reason as "retiredReason",
  o.created_at as "createdAt", case when o.is_active then 'active' else 'retired' end as state, o.version`;

/** The municipal office keeps the list; an office of a district reads it, as every house does. */
export function isMunicipal({ actor }: Pick<Scope, 'actor'>): boolean {
  return actor.kind === 'user' && actor.orgKind === 'blood_office' && actor.district === '';
}

export function requireMunicipal(scope: Scope): void {
  if (!isMunicipal(scope)) throw new AppError('forbidden', [{ code: 'organisation.municipal_only' }]);
}

/** Of oneself and one's campuses; an office has none. */
export function isOwnHouse(
  { orgId }: Pick<Scope, 'orgId'>,
  { code, parentId }: Pick<OrganisationView, 'code' | 'parentId'>,
): boolean {
  return orgId === code || orgId === parentId;
}

/** A house that the asker may write, its row locked, as it was seen. @throws not_found for anybody else's; conflict with how it stands now. */
export async function lockOrganisation(
  scope: Scope,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<OrganisationView> {
  const { q, orgId } = scope;
  const reach = isMunicipal(scope) ? q`` : q`and ${orgId} in (o.id, o.parent_id)`;
  const [house] = await q<OrganisationView[]>`
    select ${organisationColumns(scope)} from organisations o where o.record_id = ${id} ${reach} for update`;
  if (!house) throw notFound();
  if (house.version !== version)
    throw new AppError('conflict', [{ code: 'changed_meanwhile', facts: { code: house.code } }], house);
  return house;
}

/** The house that is named as a hospital of this one, kept as it is until the entry stands. Locked after the house itself. */
export async function loadParent({ q }: Scope, parentId: string | null): Promise<OrganisationFacts['parent']> {
  if (parentId === null) return null;
  const [parent] = await q<{ kind: OrganisationKind; isCampus: boolean; isActive: boolean }[]>`
    select kind, parent_id is not null as "isCampus", is_active as "isActive" from organisations where id = ${parentId} for share`;
  return parent ?? null;
}

export interface UseView extends OrganisationUse {
  readonly administrators: number;
  readonly isUsed: boolean;
}

/** What stands in a house, in numbers: the municipal office's alone to ask. */
export async function loadUse({ q }: Scope, code: string): Promise<UseView> {
  const [use] = await q<UseView[]>`
    select bags, arriving, sent, accounts, administrators, campuses, is_used as "isUsed" from organisation_use(${code})`;
  if (!use) throw notFound();
  return use;
}

/** What the trail and a conflict show of a house. */
export function fieldsOf(house: OrganisationFields): OrganisationFields {
  const { kind, name, shortName, nameEn, parentId, district, institutionCode, address, longitude, latitude } = house;
  const { dutyPhone, nightPhone, sortOrder } = house;
  return {
    kind,
    name,
    shortName,
    nameEn,
    parentId,
    district,
    institutionCode,
    address,
    longitude,
    latitude,
    dutyPhone,
    nightPhone,
    sortOrder,
  };
}
