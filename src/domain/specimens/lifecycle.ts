import { defineLifecycle } from '../lifecycle';

/** 标本: received or refused at the counter; refused also later, when something is found; void when it was entered wrongly. */
export const specimenLifecycle = defineLifecycle({
  initial: 'received',
  states: {
    received: { tone: 'plain', stage: 3 },
    refused: { tone: 'stop', stage: 5 },
    void: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    refuse: { from: ['received'], to: ['refused'], permission: 'specimens.receive', needsReason: true },
    void: { from: ['received', 'refused'], to: ['void'], permission: 'specimens.void', needsReason: true },
  },
});
export type SpecimenState = keyof typeof specimenLifecycle.states;
