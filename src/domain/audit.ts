import { moduleNames } from './modules';
import { type Action, can, permissions, type Role } from './permissions';
import type { ListDefinition } from './record';

/** 留痕 as a list: lines of the organisation's chain, which have no state and are never changed. */
export const auditList = {
  module: 'audit',
  readPermission: 'audit.read',
  fields: {
    at: { kind: 'instant' },
    who: { kind: 'person' },
    module: { kind: 'choice', options: moduleNames },
    action: { kind: 'text' },
    reason: { kind: 'text' },
    recordId: { kind: 'code' },
    seq: { kind: 'number' },
  },
  listColumns: ['at', 'who', 'module', 'action', 'reason', 'seq'],
  filters: {
    at: { kind: 'since-until', field: 'at' },
    who: { kind: 'contains', field: 'who' },
    module: { kind: 'one-of', field: 'module' },
    recordId: { kind: 'equals', field: 'recordId' },
  },
} as const satisfies ListDefinition;

/** How far back the list looks when nobody says since when, in days: a chain is long, and a name is looked for line by line. */
export const auditDays = 7;

/** Whether somebody may see what a line says beside who did what when: whoever may not read the records of a module reads them here neither. */
export function maySeeContent(roles: readonly Role[], module: string): boolean {
  if (module === 'admin') return can(roles, 'people.read');
  const action = `${module}.read`;
  return action in permissions && can(roles, action as Action);
}
