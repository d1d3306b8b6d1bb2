import type { zhViewAs } from '../zh/view-as';

export const enViewAs = {
  title: 'View as a role',
  menu: 'View as another role…',
  intro:
    'Choose a role of your organisation, and the whole product is shown as that role has it: menu, pages, columns, figures. You only look, nothing can be changed. Beginning and end are kept in the audit trail.',
  ends: 'It ends by itself after {minutes} {minutes, plural, one {minute} other {minutes}}; also by locking, signing out, changing organisation, or when your own roles change.',
  roles: 'Role',
  begin: 'Begin',
  chooseFirst: 'Choose a role first',
  notOffered: { patients: 'Reads or exports patients’ records as your own roles may not: not open to you.' },
  looking: 'You are viewing as “{role}”. End it, then choose another role.',
  band: 'Viewing as “{role}”',
  readOnly: 'read only',
  end: 'End viewing',
  endLost: 'No answer from the server: the viewing has not ended. Press again.',
  stamp: 'For viewing only',
  stampBy: 'Printed by {who}, viewing as “{role}”',
  violations: { not_offered: 'This role cannot be viewed as. Refresh, then choose again.' },
} satisfies typeof zhViewAs;
