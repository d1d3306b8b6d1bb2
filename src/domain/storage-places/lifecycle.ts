import { defineLifecycle } from '../lifecycle';

/** A place is used or not; it is never taken out of the records that name it. */
export const placeLifecycle = defineLifecycle({
  initial: 'active',
  states: {
    active: { tone: 'plain', stage: 2 },
    inactive: { tone: 'quiet', stage: 0 },
  },
  actions: {
    register: { from: ['active'], to: ['active'], permission: 'storage-places.register' },
    deactivate: { from: ['active'], to: ['inactive'], permission: 'storage-places.modify' },
    reactivate: { from: ['inactive'], to: ['active'], permission: 'storage-places.modify' },
  },
});
export type PlaceState = keyof typeof placeLifecycle.states;
