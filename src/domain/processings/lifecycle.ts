import { defineLifecycle } from '../lifecycle';

/** Started, and ended by two people; or cancelled, with the bags back on the shelf or on hold. What is ended is voided while its bags are as it left them. */
export const processingLifecycle = defineLifecycle({
  initial: 'started',
  states: {
    started: { tone: 'warn', stage: 2 },
    ended: { tone: 'done', stage: 5 },
    cancelled: { tone: 'void', stage: 5, isFinal: true },
    void: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    end: { from: ['started'], to: ['ended'], permission: 'processings.register' },
    cancel: { from: ['started'], to: ['cancelled'], permission: 'processings.register', needsReason: true },
    void: { from: ['ended'], to: ['void'], permission: 'processings.void', needsReason: true },
  },
});
export type ProcessingState = keyof typeof processingLifecycle.states;
