import { defineRecord } from '../record';
import { incidentRuleNames, severities } from '../stock/incidents';
import { incidentLifecycle } from './lifecycle';

/** What becomes of the bag. A bag to be discarded stays on hold, released by nobody, until its outbound is registered. */
export const incidentDecisions = ['release', 'keep', 'discard', 'note'] as const;
export type IncidentDecision = (typeof incidentDecisions)[number];

/** 事件: one row per broken rule; its own house reads it. */
export const incidentRecord = defineRecord({
  module: 'incidents',
  table: 'incidents',
  readPermission: 'incidents.read',
  exportPermission: 'incidents.export',
  orgColumn: 'org_id',
  fields: {
    no: { kind: 'code' },
    severity: { kind: 'choice', options: severities },
    rule: { kind: 'choice', options: incidentRuleNames },
    /** Parameters of the sentence that says which rule was broken and how. */
    facts: { kind: 'text' },
    donationNo: { kind: 'donation' },
    recordNo: { kind: 'code' },
    occurredAt: { kind: 'instant' },
    createdAt: { kind: 'instant' },
    createdBy: { kind: 'person' },
    ownerName: { kind: 'person' },
    /** As text: what an address asks for may be no id. */
    ownerId: { kind: 'person', column: 'owner_id::text' },
    finding: { kind: 'text' },
    decision: { kind: 'choice', options: incidentDecisions },
    resolvedBy: { kind: 'person' },
    resolvedAt: { kind: 'instant' },
    state: { kind: 'state' },
  },
  listColumns: [
    'no',
    'severity',
    'rule',
    'facts',
    'donationNo',
    'recordNo',
    'occurredAt',
    'createdAt',
    'ownerName',
    'state',
  ],
  exportColumns: [
    'no',
    'severity',
    'rule',
    'donationNo',
    'recordNo',
    'occurredAt',
    'createdAt',
    'createdBy',
    'ownerName',
    'finding',
    'decision',
    'resolvedBy',
    'resolvedAt',
    'state',
  ],
  filters: {
    no: { kind: 'contains', field: 'no' },
    donationNo: { kind: 'contains', field: 'donationNo' },
    rule: { kind: 'one-of', field: 'rule' },
    severity: { kind: 'one-of', field: 'severity' },
    owner: { kind: 'equals', field: 'ownerId', shownAs: 'ownerName' },
    state: { kind: 'one-of', field: 'state' },
    recordNo: { kind: 'contains', field: 'recordNo' },
    createdAt: { kind: 'since-until', field: 'createdAt' },
  },
  orderBy: 'createdAt',
  waitingStates: ['open', 'assigned'],
  lifecycle: incidentLifecycle,
});
