import { defineRecord } from '../record';
import { exerciseCodes } from './catalogue';
import { exerciseLifecycle } from './lifecycle';

/** 练习: one row per round of an exercise that somebody of the house began. */
export const exerciseRecord = defineRecord({
  module: 'exercises',
  table: 'exercises',
  readPermission: 'exercises.house',
  exportPermission: 'exercises.export',
  orgColumn: 'org_id',
  fields: {
    personName: { kind: 'person' },
    code: { kind: 'choice', options: exerciseCodes },
    beganAt: { kind: 'instant' },
    finishedAt: { kind: 'instant' },
    minutes: { kind: 'number' },
    state: { kind: 'state' },
  },
  listColumns: ['personName', 'code', 'state', 'beganAt', 'finishedAt', 'minutes'],
  exportColumns: ['personName', 'code', 'beganAt', 'finishedAt', 'minutes', 'state'],
  filters: {
    personName: { kind: 'contains', field: 'personName' },
    code: { kind: 'one-of', field: 'code' },
    state: { kind: 'one-of', field: 'state' },
    beganAt: { kind: 'since-until', field: 'beganAt' },
  },
  orderBy: 'beganAt',
  lifecycle: exerciseLifecycle,
});
