import { defineRecord } from '@/domain/record';
import { clinicalIssueLifecycle, clinicalIssueStates } from './lifecycle';

export const issueTypes = ['routine', 'emergency'] as const;
export const dutyModes = ['two_person', 'single'] as const;

/** What was found out after the blood had left. Never taken away again. */
export const issueMarks = ['incompatible_crossmatch', 'identified_incompatible'] as const;
export type IssueMark = (typeof issueMarks)[number];

export const clinicalIssueRecord = defineRecord({
  module: 'clinical-issues',
  table: 'clinical_issues',
  readPermission: 'clinical-issues.read',
  exportPermission: 'clinical-issues.export',
  orgColumn: 'org_id',
  fields: {
    no: { kind: 'code' },
    state: { kind: 'state', options: clinicalIssueStates },
    issueType: { kind: 'choice', options: issueTypes },
    dutyMode: { kind: 'choice', options: dutyModes },
    patientLabel: { kind: 'text', isPersonal: true },
    patientGroup: { kind: 'text' },
    requestNo: { kind: 'code' },
    department: { kind: 'text' },
    ward: { kind: 'text' },
    bed: { kind: 'text', isPersonal: true },
    bagCount: { kind: 'number' },
    issuedBy: { kind: 'person' },
    collectedBy: { kind: 'person' },
    issuedAt: { kind: 'instant' },
    downtimeFormNo: { kind: 'code' },
  },
  listColumns: [
    'no',
    'patientLabel',
    'patientGroup',
    'requestNo',
    'department',
    'ward',
    'bed',
    'bagCount',
    'issuedBy',
    'collectedBy',
    'issuedAt',
    'issueType',
    'dutyMode',
    'downtimeFormNo',
    'state',
  ],
  exportColumns: [
    'no',
    'state',
    'issueType',
    'patientLabel',
    'requestNo',
    'department',
    'ward',
    'bed',
    'bagCount',
    'issuedBy',
    'collectedBy',
    'issuedAt',
    'downtimeFormNo',
  ],
  filters: {
    no: { kind: 'contains', field: 'no' },
    patient: { kind: 'contains', field: 'patientLabel' },
    requestNo: { kind: 'contains', field: 'requestNo' },
    department: { kind: 'contains', field: 'department' },
    issueType: { kind: 'equals', field: 'issueType' },
    state: { kind: 'one-of', field: 'state' },
    issuedAt: { kind: 'since-until', field: 'issuedAt' },
  },
  orderBy: 'issuedAt',
  lifecycle: clinicalIssueLifecycle,
});
