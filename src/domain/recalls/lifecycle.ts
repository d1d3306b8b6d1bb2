import { defineLifecycle } from '../lifecycle';

/**
 * Of the station's record: open while a bag has no fate, closed when each has one, open again when one comes later; released by the station alone. Of
 * a house's part: it sounds until somebody acknowledges it, and is settled when each of its bags has a fate; a bag that comes later sounds again.
 */
export const recallLifecycle = defineLifecycle({
  initial: 'active',
  states: {
    active: { tone: 'hold', stage: 2 },
    sounding: { tone: 'warn', stage: 1 },
    acknowledged: { tone: 'hold', stage: 3 },
    settled: { tone: 'done', stage: 5 },
    closed: { tone: 'done', stage: 5 },
    released: { tone: 'quiet', stage: 5, isFinal: true },
  },
  actions: {
    register: { from: ['active'], to: ['active'], permission: 'recalls.register' },
    stop: {
      from: ['active', 'acknowledged', 'settled'],
      to: ['sounding', 'acknowledged', 'settled'],
      permission: 'recalls.read',
    },
    acknowledge: { from: ['sounding'], to: ['acknowledged', 'settled'], permission: 'recalls.acknowledge' },
    'set-fate': {
      from: ['sounding', 'acknowledged', 'settled'],
      to: ['sounding', 'acknowledged', 'settled'],
      permission: 'recalls.set-fate',
    },
    follow: {
      from: ['sounding', 'acknowledged', 'settled'],
      to: ['sounding', 'acknowledged', 'settled'],
      permission: 'recalls.read',
    },
    'note-call': { from: ['active'], to: ['active'], permission: 'recalls.call' },
    close: { from: ['active'], to: ['closed'], permission: 'recalls.read' },
    reopen: { from: ['closed'], to: ['active'], permission: 'recalls.read' },
    release: { from: ['active', 'closed'], to: ['released'], permission: 'recalls.release', needsReason: true },
    lift: { from: ['sounding', 'acknowledged', 'settled'], to: ['released'], permission: 'recalls.read' },
  },
});

export type RecallState = keyof typeof recallLifecycle.states;
