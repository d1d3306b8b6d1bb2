import { defineRecord } from '../record';
import { relabellingLifecycle, releaseLifecycle } from './lifecycle';

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

/** 改贴: one row per sitting, its bags with both labels in `relabelling_lines`. */
export const relabellingRecord = defineRecord({
  module: 'relabellings',
  table: 'relabelling_list',
  readPermission: 'relabellings.read',
  exportPermission: 'relabellings.export',
  orgColumn: 'org_id',
  fields: {
    no: { kind: 'code' },
    bagCount: { kind: 'number' },
    /** Of the first bag, with how many more there are. */
    oldLabel: { kind: 'code' },
    newLabel: { kind: 'code' },
    /** `old → new` of every bag: for the export, and for whoever looks for either. */
    labels: { kind: 'text' },
    reason: { kind: 'text' },
    relabelledBy: { kind: 'person' },
    checkedBy: { kind: 'person' },
    createdAt: { kind: 'instant' },
    state: { kind: 'state' },
  },
  listColumns: ['no', 'oldLabel', 'newLabel', 'bagCount', 'reason', 'relabelledBy', 'checkedBy', 'createdAt'],
  exportColumns: ['no', 'bagCount', 'labels', 'reason', 'relabelledBy', 'checkedBy', 'createdAt', 'state'],
  filters: {
    no: { kind: 'contains', field: 'no' },
    labels: { kind: 'contains', field: 'labels' },
    createdAt: { kind: 'since-until', field: 'createdAt' },
    relabelledBy: { kind: 'contains', field: 'relabelledBy' },
  },
  orderBy: 'createdAt',
  lifecycle: relabellingLifecycle,
});
