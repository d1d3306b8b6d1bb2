import { roles } from '../permissions';
import { defineRecord } from '../record';
import { personLifecycle } from './lifecycle';

/** How far an account has come: none, opened with a first password that nobody has changed yet, in use. */
export const accountStates = ['none', 'first_password', 'ready'] as const;
export type AccountState = (typeof accountStates)[number];

/** 人员: the staff directory of one organisation, those who sign without ever logging in included. */
export const personRecord = defineRecord({
  module: 'people',
  table: 'people_list',
  readPermission: 'people.read',
  exportPermission: 'people.export',
  orgColumn: 'org_id',
  fields: {
    staffNo: { kind: 'code' },
    name: { kind: 'text' },
    search: { kind: 'text' },
    title: { kind: 'text' },
    department: { kind: 'text' },
    roles: { kind: 'choices', options: roles },
    account: { kind: 'choice', options: accountStates },
    hasBadge: { kind: 'boolean' },
    createdAt: { kind: 'instant' },
    state: { kind: 'state' },
  },
  listColumns: ['staffNo', 'name', 'title', 'department', 'roles', 'account', 'hasBadge', 'state'],
  exportColumns: ['staffNo', 'name', 'title', 'department', 'roles', 'account', 'hasBadge', 'createdAt', 'state'],
  filters: {
    staffNo: { kind: 'contains', field: 'staffNo' },
    search: { kind: 'contains', field: 'search' },
    department: { kind: 'contains', field: 'department' },
    account: { kind: 'one-of', field: 'account' },
    state: { kind: 'one-of', field: 'state' },
  },
  orderBy: 'createdAt',
  lifecycle: personLifecycle,
});
