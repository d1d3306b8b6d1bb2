import { defineLifecycle } from '../lifecycle';

/** Somebody of the house's staff directory: on duty there, or gone and perhaps back. Nobody is deleted: records keep the name. */
export const personLifecycle = defineLifecycle({
  initial: 'active',
  states: {
    active: { tone: 'done', stage: 5 },
    left: { tone: 'quiet', stage: 5 },
  },
  actions: {
    register: { from: ['active'], to: ['active'], permission: 'people.register' },
    'ask-in': { from: ['active', 'left'], to: ['active'], permission: 'people.guests', needsReason: true },
    'modify-guest': { from: ['active'], to: ['active'], permission: 'people.guests' },
    'end-guest': { from: ['active'], to: ['left'], permission: 'people.guests', needsReason: true },
    modify: { from: ['active'], to: ['active'], permission: 'people.modify' },
    leave: { from: ['active'], to: ['left'], permission: 'people.leave', needsReason: true },
    return: { from: ['left'], to: ['active'], permission: 'people.leave', needsReason: true },
  },
});
export type PersonState = keyof typeof personLifecycle.states;
