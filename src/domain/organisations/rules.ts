import type { HouseSettings } from '../house-switches';
import type { OrganisationKind } from '../permissions';
import type { Violation } from '../result';
import { kindOfListed } from './kinds';
import {
  type OrganisationField,
  type OrganisationFields,
  organisationFields,
  ownFields,
  type SetSwitchesInput,
} from './schema';

/** What the others of the city have to do with a house. */
export interface OrganisationFacts {
  /** The house that is named as its hospital; null: none, or none that exists. */
  readonly parent: { readonly kind: OrganisationKind; readonly isCampus: boolean; readonly isActive: boolean } | null;
  /** Campuses of its own. */
  readonly campuses: number;
  /** Somebody was entered there, or a bag was ever on its account. */
  readonly isUsed: boolean;
  /** The asker's own office. */
  readonly isOwn: boolean;
}

/** A new house: what it is and whose, and where it stands. */
export function checkOrganisation(
  next: OrganisationFields,
  { parent }: Pick<OrganisationFacts, 'parent'>,
): Violation[] {
  return [...checkParent(next, parent, 0), ...checkDistrict(next), ...checkPlace(next.longitude, next.latitude)];
}

/**
 * A house that is changed: what stays is not asked again. What a house is does not change once somebody works there or a bag was on its account, for roles
 * and ledger go by it; but a hospital may become a campus and back. Nobody takes the ground from under his own office. [unsourced: default]
 */
export function checkChanged(
  before: OrganisationFields,
  next: OrganisationFields,
  { parent, campuses, isUsed, isOwn }: OrganisationFacts,
): Violation[] {
  const isOtherKind = kindOfListed(before.kind) !== kindOfListed(next.kind);
  const hasMoved = before.kind !== next.kind || before.parentId !== next.parentId;
  const isElsewhere = before.longitude !== next.longitude || before.latitude !== next.latitude;
  return [
    ...(isOwn && isOtherKind ? [{ code: 'organisation.own', path: 'kind' }] : []),
    ...(isOwn && before.district !== next.district ? [{ code: 'organisation.own', path: 'district' }] : []),
    ...(!isOwn && isOtherKind && isUsed ? [{ code: 'organisation.kind_used', path: 'kind' }] : []),
    ...(hasMoved ? checkParent(next, parent, campuses) : []),
    ...(before.district !== next.district || isOtherKind ? checkDistrict(next) : []),
    ...(isElsewhere ? checkPlace(next.longitude, next.latitude) : []),
  ];
}

/** A campus belongs to a hospital that is in use and no campus itself; nothing else belongs to anybody. */
function checkParent(
  { kind, parentId }: Pick<OrganisationFields, 'kind' | 'parentId'>,
  parent: OrganisationFacts['parent'],
  campuses: number,
): Violation[] {
  if (kind !== 'campus') return parentId === null ? [] : [{ code: 'organisation.parent_strange', path: 'parentId' }];
  if (campuses > 0) return [{ code: 'organisation.has_campuses', path: 'kind', facts: { count: campuses } }];
  if (parentId === null) return [{ code: 'organisation.parent_missing', path: 'parentId' }];
  const isFit = parent !== null && parent.kind === 'hospital' && !parent.isCampus && parent.isActive;
  return isFit ? [] : [{ code: 'organisation.parent_unfit', path: 'parentId' }];
}

/** District offices see a hospital by its district. Of an office none means the whole city. [unsourced: default] */
function checkDistrict({ kind, district }: Pick<OrganisationFields, 'kind' | 'district'>): Violation[] {
  return kindOfListed(kind) === 'hospital' && district === ''
    ? [{ code: 'organisation.district_missing', path: 'district' }]
    : [];
}

/** Longitude -180 to 180, latitude -90 to 90, in degrees: both or none. */
function checkPlace(longitude: number | null, latitude: number | null): Violation[] {
  if ((longitude === null) !== (latitude === null))
    return [{ code: 'organisation.place_half', path: longitude === null ? 'longitude' : 'latitude' }];
  if (longitude === null || latitude === null) return [];
  return [
    ...(Math.abs(longitude) > 180 ? [{ code: 'organisation.longitude_range', path: 'longitude' }] : []),
    ...(Math.abs(latitude) > 90 ? [{ code: 'organisation.latitude_range', path: 'latitude' }] : []),
  ];
}

/** A house changes of itself how it is reached and where it stands; the rest is kept by the municipal office. */
export function checkOwnFields(changed: readonly OrganisationField[]): Violation[] {
  const own: readonly OrganisationField[] = ownFields;
  return changed
    .filter((field) => !own.includes(field))
    .map((field) => ({ code: 'organisation.kept_by_city', path: field }));
}

/** The fields in which two shapes of a house differ, in the order of the form. */
export function changedFields(before: OrganisationFields, next: OrganisationFields): OrganisationField[] {
  return organisationFields.filter((field) => before[field] !== next[field]);
}

/** What would be stranded: bags by where they are, people who work in the system, campuses. */
export interface OrganisationUse {
  /** On its shelves, kept for patients and on hold included. */
  readonly bags: number;
  readonly arriving: number;
  /** On their way from it: refused, they come back. */
  readonly sent: number;
  /** Accounts beside those of its administrators, which nobody there could end: theirs rest with the house. */
  readonly accounts: number;
  readonly campuses: number;
}

/**
 * A house is taken out of use when nothing of it is left: no bag stands there or travels to or from it, nobody works there, no campus belongs to it. So no
 * patient's blood ends by it. Each of what is left is said. [unsourced: default]
 */
export function checkRetire(use: OrganisationUse, isOwn: boolean): Violation[] {
  if (isOwn) return [{ code: 'organisation.own' }];
  const left = (['bags', 'arriving', 'sent', 'accounts', 'campuses'] as const).filter((what) => use[what] > 0);
  return left.map((what) => ({ code: `organisation.left_${what}`, facts: { count: use[what] } }));
}

/** The settings as they stand afterwards: what follows the default is not kept, what is not spoken of stays. */
export function withSwitches(
  settings: HouseSettings,
  { singleDuty, ...told }: Omit<SetSwitchesInput, 'id' | 'version' | 'reason'>,
): HouseSettings {
  const duty =
    singleDuty === undefined
      ? {}
      : singleDuty === null
        ? { singleDutyFrom: null, singleDutyUntil: null }
        : singleDuty === 'never'
          ? { singleDutyFrom: '00:00', singleDutyUntil: '00:00' }
          : { singleDutyFrom: singleDuty.from, singleDutyUntil: singleDuty.until };
  const said = Object.entries(told).filter(([, value]) => value !== undefined);
  const next = Object.entries({ ...settings, ...duty, ...Object.fromEntries(said) });
  return Object.fromEntries(next.filter(([, value]) => value !== null));
}
