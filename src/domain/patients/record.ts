import { freshBloodPurposes, modifiers } from '../blood/compatibility';
import { recipientAbos } from '../blood/groups';
import { defineRecord } from '../record';
import { patientLifecycle } from './lifecycle';

export const patientSexes = ['male', 'female', 'unknown'] as const;
export const patientRhds = ['positive', 'negative', 'unknown'] as const;
/** What every bag for this patient has to be. */
export const patientRequirements = [...modifiers, ...freshBloodPurposes] as const;

/** 患者: per hospital; the record number is unique in it. Never readable at the city's scope. */
export const patientRecord = defineRecord({
  module: 'patients',
  table: 'patients',
  readPermission: 'patients.read',
  exportPermission: 'patients.export',
  orgColumn: 'org_id',
  fields: {
    mrn: { kind: 'code', isPersonal: true },
    name: { kind: 'text', isPersonal: true },
    search: { kind: 'text', isPersonal: true },
    sex: { kind: 'choice', options: patientSexes },
    birthDate: { kind: 'day', isPersonal: true },
    identityNumber: { kind: 'code', isPersonal: true, column: 'identity_index' },
    group: { kind: 'group', column: "(abo || '.' || rhd)" },
    abo: { kind: 'choice', options: recipientAbos },
    rhd: { kind: 'choice', options: patientRhds },
    groupDeterminations: { kind: 'number' },
    antibodies: { kind: 'choices' },
    requirements: { kind: 'choices', options: patientRequirements },
    isUnidentified: { kind: 'boolean' },
    state: { kind: 'state' },
    updatedAt: { kind: 'instant' },
  },
  listColumns: [
    'mrn',
    'name',
    'sex',
    'birthDate',
    'group',
    'groupDeterminations',
    'antibodies',
    'requirements',
    'updatedAt',
    'state',
  ],
  filters: {
    mrn: { kind: 'contains', field: 'mrn' },
    name: { kind: 'contains', field: 'name' },
    pinyin: { kind: 'contains', field: 'search' },
    sex: { kind: 'equals', field: 'sex' },
    group: { kind: 'one-of', field: 'group' },
    updatedAt: { kind: 'since-until', field: 'updatedAt' },
  },
  orderBy: 'updatedAt',
  lifecycle: patientLifecycle,
});
