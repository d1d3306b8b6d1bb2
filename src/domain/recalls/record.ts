import { defineRecord } from '../record';
import { recallLifecycle } from './lifecycle';

/** How urgent: 1 a patient may come to grave harm, 2 to a harm that passes or is unlikely, 3 to none. [unsourced: default] */
export const recallClasses = ['1', '2', '3'] as const;
export type RecallClass = (typeof recallClasses)[number];

/** 血液召回: of the station that collected; every house that has, had or awaits a bag reads its own part of it. */
export const recallRecord = defineRecord({
  module: 'recalls',
  table: 'recall_list',
  readPermission: 'recalls.read',
  exportPermission: 'recalls.export',
  orgColumn: 'org_id',
  partyOrgColumn: 'party_org_id',
  fields: {
    no: { kind: 'code' },
    recallClass: { kind: 'choice', options: [...recallClasses] },
    reason: { kind: 'text' },
    orgId: { kind: 'organisation' },
    donationNos: { kind: 'text' },
    donationCount: { kind: 'number' },
    bagCount: { kind: 'number' },
    openCount: { kind: 'number' },
    registeredBy: { kind: 'person' },
    createdAt: { kind: 'instant' },
    acknowledgedBy: { kind: 'person' },
    acknowledgedAt: { kind: 'instant' },
    releasedAt: { kind: 'instant' },
    state: { kind: 'state' },
  },
  listColumns: [
    'no',
    'recallClass',
    'reason',
    'orgId',
    'donationNos',
    'bagCount',
    'openCount',
    'createdAt',
    'acknowledgedBy',
    'state',
  ],
  exportColumns: [
    'no',
    'recallClass',
    'reason',
    'orgId',
    'donationCount',
    'donationNos',
    'bagCount',
    'openCount',
    'registeredBy',
    'createdAt',
    'acknowledgedBy',
    'acknowledgedAt',
    'releasedAt',
    'state',
  ],
  filters: {
    no: { kind: 'contains', field: 'no' },
    donationNos: { kind: 'contains', field: 'donationNos' },
    recallClass: { kind: 'one-of', field: 'recallClass' },
    state: { kind: 'one-of', field: 'state' },
    createdAt: { kind: 'since-until', field: 'createdAt' },
  },
  orderBy: 'createdAt',
  waitingOrderBy: 'recall_class, created_at',
  waitingStates: ['active'],
  partyWaitingStates: ['sounding', 'acknowledged'],
  lifecycle: recallLifecycle,
});
