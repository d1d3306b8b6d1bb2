import { defineLifecycle } from '../lifecycle';

/** An incident is opened by the fact that broke a rule, given to somebody, and resolved once: with what was found and what becomes of the bag. */
export const incidentLifecycle = defineLifecycle({
  initial: 'open',
  states: {
    open: { tone: 'stop', stage: 0 },
    assigned: { tone: 'warn', stage: 2 },
    resolved: { tone: 'done', stage: 5, isFinal: true },
  },
  actions: {
    assign: { from: ['open', 'assigned'], to: ['assigned'], permission: 'incidents.assign' },
    resolve: { from: ['open', 'assigned'], to: ['resolved'], permission: 'incidents.resolve', needsReason: true },
  },
});
export type IncidentState = keyof typeof incidentLifecycle.states;
