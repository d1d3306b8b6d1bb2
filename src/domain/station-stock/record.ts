import { defineRecord } from '../record';
import { releaseLifecycle } from './lifecycle';

/** 血站放行: one row per release, its bags are in the ledger under its number. */
export const releaseRecord = defineRecord({
  module: 'station-stock',
  table: 'station_releases',
  readPermission: 'station-stock.read',
  exportPermission: 'station-stock.export',
  orgColumn: 'org_id',
  fields: {
    no: { kind: 'code' },
    bagCount: { kind: 'number' },
    source: { kind: 'choice', options: ['form', 'import', 'interface', 'seed'] },
    createdBy: { kind: 'person' },
    createdAt: { kind: 'instant' },
    state: { kind: 'state' },
  },
  listColumns: ['no', 'bagCount', 'source', 'createdBy', 'createdAt', 'state'],
  filters: {
    no: { kind: 'contains', field: 'no' },
    createdAt: { kind: 'since-until', field: 'createdAt' },
    source: { kind: 'equals', field: 'source' },
    createdBy: { kind: 'contains', field: 'createdBy' },
  },
  orderBy: 'createdAt',
  lifecycle: releaseLifecycle,
});
