import { defineRecord } from '../record';
import { placeClasses } from '../stock/places';
import { placeLifecycle } from './lifecycle';

/** 储存位置: the fridges, agitators and freezers of one hospital. A short list. */
export const placeRecord = defineRecord({
  module: 'storage-places',
  table: 'storage_places',
  readPermission: 'storage-places.read',
  orgColumn: 'org_id',
  fields: {
    code: { kind: 'code' },
    name: { kind: 'text' },
    placeClass: { kind: 'choice', options: placeClasses },
    isDefault: { kind: 'boolean' },
    createdAt: { kind: 'instant' },
    state: { kind: 'state' },
  },
  listColumns: ['code', 'name', 'placeClass', 'isDefault', 'state'],
  filters: {},
  orderBy: 'createdAt',
  lifecycle: placeLifecycle,
});
