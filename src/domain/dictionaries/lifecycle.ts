import { defineLifecycle } from '../lifecycle';

/** A term is offered from its first day to its last, until it is retired; a retired one may be restored. Nothing is deleted. */
export const termLifecycle = defineLifecycle({
  initial: 'active',
  states: {
    upcoming: { tone: 'plain', stage: 2 },
    active: { tone: 'done', stage: 5 },
    ended: { tone: 'quiet', stage: 5 },
    retired: { tone: 'quiet', stage: 5 },
  },
  actions: {
    modify: {
      from: ['upcoming', 'active', 'ended'],
      to: ['upcoming', 'active', 'ended'],
      permission: 'dictionaries.modify',
      needsReason: true,
    },
    retire: {
      from: ['upcoming', 'active', 'ended'],
      to: ['retired'],
      permission: 'dictionaries.modify',
      needsReason: true,
    },
    restore: {
      from: ['retired'],
      to: ['upcoming', 'active', 'ended'],
      permission: 'dictionaries.modify',
      needsReason: true,
    },
  },
});
export type TermState = keyof typeof termLifecycle.states;
