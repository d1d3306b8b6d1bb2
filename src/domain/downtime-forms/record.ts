import { defineRecord } from '../record';
import { downtimeFormLifecycle } from './lifecycle';

/** 停机登记表: one row per printed sheet; its own house reads it. */
export const downtimeFormRecord = defineRecord({
  module: 'downtime-forms',
  table: 'downtime_forms',
  readPermission: 'downtime-forms.read',
  exportPermission: 'downtime-forms.export',
  orgColumn: 'org_id',
  fields: {
    no: { kind: 'code' },
    printedBy: { kind: 'person' },
    printedAt: { kind: 'instant' },
    lineCount: { kind: 'number' },
    backdatedCount: { kind: 'number' },
    incidentCount: { kind: 'number' },
    enteredBy: { kind: 'person' },
    enteredAt: { kind: 'instant' },
    words: { kind: 'text' },
    voidReason: { kind: 'text' },
    state: { kind: 'state' },
  },
  listColumns: [
    'no',
    'printedBy',
    'printedAt',
    'lineCount',
    'backdatedCount',
    'incidentCount',
    'enteredBy',
    'enteredAt',
    'state',
  ],
  exportColumns: [
    'no',
    'printedBy',
    'printedAt',
    'lineCount',
    'backdatedCount',
    'incidentCount',
    'enteredBy',
    'enteredAt',
    'voidReason',
    'state',
  ],
  filters: {
    no: { kind: 'contains', field: 'no' },
    state: { kind: 'one-of', field: 'state' },
    printedAt: { kind: 'since-until', field: 'printedAt' },
  },
  orderBy: 'printedAt',
  lifecycle: downtimeFormLifecycle,
});
