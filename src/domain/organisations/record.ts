import { compatibilityProfiles } from '../house-switches';
import { defineRecord } from '../record';
import { listedKinds } from './kinds';
import { organisationLifecycle } from './lifecycle';

/** 机构: one list for the city, every house in the order of the houses, a campus below its hospital. */
export const organisationRecord = defineRecord({
  module: 'organisations',
  table: 'organisation_list',
  readPermission: 'organisations.read',
  exportPermission: 'organisations.export',
  orgColumn: 'org_id',
  fields: {
    code: { kind: 'code' },
    name: { kind: 'text' },
    shortName: { kind: 'text' },
    nameEn: { kind: 'text' },
    search: { kind: 'text' },
    kind: { kind: 'choice', options: listedKinds },
    parentId: { kind: 'organisation' },
    district: { kind: 'text' },
    institutionCode: { kind: 'code' },
    address: { kind: 'text' },
    longitude: { kind: 'text' },
    latitude: { kind: 'text' },
    dutyPhone: { kind: 'text' },
    nightPhone: { kind: 'text' },
    sortOrder: { kind: 'number' },
    /** What the house has set itself; nothing where it follows the default. */
    singleDuty: { kind: 'text' },
    reservationHours: { kind: 'number' },
    compatibilityProfile: { kind: 'choice', options: compatibilityProfiles },
    retiredReason: { kind: 'text' },
    createdAt: { kind: 'instant' },
    /** No time of day: it stands for the order of the houses. */
    listedAt: { kind: 'instant' },
    state: { kind: 'state' },
  },
  listColumns: ['code', 'shortName', 'kind', 'parentId', 'district', 'dutyPhone', 'nightPhone', 'state'],
  exportColumns: [
    'code',
    'kind',
    'name',
    'shortName',
    'nameEn',
    'parentId',
    'district',
    'institutionCode',
    'address',
    'longitude',
    'latitude',
    'dutyPhone',
    'nightPhone',
    'sortOrder',
    'createdAt',
    'retiredReason',
    'state',
  ],
  filters: {
    search: { kind: 'contains', field: 'search' },
    kind: { kind: 'one-of', field: 'kind' },
    district: { kind: 'equals', field: 'district' },
    state: { kind: 'one-of', field: 'state' },
  },
  orderBy: 'listedAt',
  lifecycle: organisationLifecycle,
});
