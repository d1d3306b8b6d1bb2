import { modifiers } from '../blood/compatibility-types';
import { defineRecord } from '../record';
import { productLifecycle } from './lifecycle';
import { unmappedPlaces } from './places';

/** 产品表: one list for the city. The codes that it lacks stand in it too, on top, as lines that wait for somebody. */
export const productRecord = defineRecord({
  module: 'products',
  table: 'product_list',
  readPermission: 'products.read',
  exportPermission: 'products.export',
  orgColumn: 'org_id',
  fields: {
    productCode: { kind: 'code' },
    name: { kind: 'text' },
    component: { kind: 'component' },
    amount: { kind: 'amount' },
    modifiers: { kind: 'choices', options: modifiers },
    validFrom: { kind: 'day' },
    retiredReason: { kind: 'text' },
    createdAt: { kind: 'instant' },
    seen: { kind: 'number' },
    lastSeenAt: { kind: 'instant' },
    lastSeenOrgId: { kind: 'organisation' },
    lastSeenPlace: { kind: 'choice', options: unmappedPlaces },
    state: { kind: 'state' },
  },
  listColumns: [
    'productCode',
    'name',
    'component',
    'amount',
    'modifiers',
    'seen',
    'lastSeenAt',
    'lastSeenOrgId',
    'lastSeenPlace',
    'state',
  ],
  exportColumns: [
    'productCode',
    'name',
    'component',
    'amount',
    'modifiers',
    'validFrom',
    'createdAt',
    'seen',
    'lastSeenAt',
    'lastSeenOrgId',
    'lastSeenPlace',
    'retiredReason',
    'state',
  ],
  filters: {
    productCode: { kind: 'contains', field: 'productCode' },
    name: { kind: 'contains', field: 'name' },
    component: { kind: 'one-of', field: 'component' },
    state: { kind: 'one-of', field: 'state' },
  },
  orderBy: 'createdAt',
  waitingStates: ['unmapped'],
  lifecycle: productLifecycle,
});
