import { defineLifecycle } from '../lifecycle';

/** A house is in use from its registration on, until it is taken out of use; it may come back. Nobody deletes one: bags and records name it. */
export const organisationLifecycle = defineLifecycle({
  initial: 'active',
  states: {
    active: { tone: 'done', stage: 5 },
    retired: { tone: 'quiet', stage: 5 },
  },
  actions: {
    register: { from: ['active'], to: ['active'], permission: 'organisations.register' },
    modify: { from: ['active'], to: ['active'], permission: 'organisations.modify' },
    setSwitches: { from: ['active'], to: ['active'], permission: 'organisations.modify', needsReason: true },
    retire: { from: ['active'], to: ['retired'], permission: 'organisations.retire', needsReason: true },
    restore: { from: ['retired'], to: ['active'], permission: 'organisations.retire', needsReason: true },
  },
});
export type OrganisationState = keyof typeof organisationLifecycle.states;
