import { defineRecord } from '../record';
import { goLiveLifecycle } from './lifecycle';

/** 上线: one row per going live of a hospital. Why one was withdrawn is the house's own and in no list. */
export const goLiveRecord = defineRecord({
  module: 'go-lives',
  table: 'go_lives',
  readPermission: 'go-lives.read',
  exportPermission: 'go-lives.export',
  orgColumn: 'org_id',
  fields: {
    no: { kind: 'code' },
    orgId: { kind: 'organisation' },
    bagCount: { kind: 'number' },
    heldCount: { kind: 'number' },
    minTrialDays: { kind: 'number' },
    trialFrom: { kind: 'day' },
    startedAt: { kind: 'instant' },
    startedBy: { kind: 'person' },
    secondBy: { kind: 'person' },
    createdBy: { kind: 'person' },
    createdAt: { kind: 'instant' },
    state: { kind: 'state' },
  },
  listColumns: ['no', 'orgId', 'state', 'bagCount', 'heldCount', 'trialFrom', 'startedAt', 'createdAt'],
  exportColumns: [
    'no',
    'orgId',
    'state',
    'bagCount',
    'heldCount',
    'minTrialDays',
    'trialFrom',
    'startedAt',
    'startedBy',
    'secondBy',
    'createdBy',
    'createdAt',
  ],
  filters: {
    no: { kind: 'contains', field: 'no' },
    state: { kind: 'one-of', field: 'state' },
    createdAt: { kind: 'since-until', field: 'createdAt' },
  },
  orderBy: 'createdAt',
  waitingStates: ['preparing', 'trial'],
  lifecycle: goLiveLifecycle,
});
