import { defineLifecycle } from '../lifecycle';

/** A patient's entry in the register of one hospital. */
export const patientLifecycle = defineLifecycle({
  initial: 'active',
  states: {
    active: { tone: 'done', stage: 5 },
    void: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    correct: { from: ['active'], to: ['active'], permission: 'patients.register', needsReason: true },
    void: { from: ['active'], to: ['void'], permission: 'patients.register', needsReason: true },
  },
});
