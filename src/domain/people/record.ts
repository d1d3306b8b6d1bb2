import { roles } from '../permissions';
import { defineRecord } from '../record';
import { personLifecycle } from './lifecycle';

/** How far an account has come: none, opened with a first password that nobody has changed yet, in use. */
export const accountStates = ['none', 'first_password', 'ready'] as const;
export type AccountState = (typeof accountStates)[number];

/** Whose person somebody of the list is: the house's own, or a guest whom another one keeps. */
export const keptBy = ['own', 'guest'] as const;
/** How somebody's time as a guest ended: by this house, by the one that keeps him, since he left that one, since a house was closed. */
export const guestEndings = ['here', 'home', 'left', 'closed'] as const;

/** 人员: the staff directory of one organisation, those who sign without ever logging in included, and its guests from other ones. */
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
    orgId: { kind: 'organisation' },
    homeOrgId: { kind: 'organisation' },
    kept: { kind: 'choice', options: keptBy },
    ended: { kind: 'choice', options: guestEndings },
    account: { kind: 'choice', options: accountStates },
    hasBadge: { kind: 'boolean' },
    createdAt: { kind: 'instant' },
    state: { kind: 'state' },
  },
  listColumns: ['staffNo', 'name', 'homeOrgId', 'title', 'department', 'roles', 'account', 'hasBadge', 'state'],
  exportColumns: [
    'staffNo',
    'name',
    'homeOrgId',
    'title',
    'department',
    'roles',
    'account',
    'hasBadge',
    'createdAt',
    'state',
    'ended',
  ],
  filters: {
    staffNo: { kind: 'contains', field: 'staffNo' },
    search: { kind: 'contains', field: 'search' },
    department: { kind: 'contains', field: 'department' },
    kept: { kind: 'one-of', field: 'kept' },
    account: { kind: 'one-of', field: 'account' },
    state: { kind: 'one-of', field: 'state' },
  },
  orderBy: 'createdAt',
  lifecycle: personLifecycle,
});
