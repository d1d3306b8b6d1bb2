import { defineLifecycle } from '../lifecycle';

/**
 * A code is met before it is known (`unmapped`), or registered at once. From its first day on it is read, until it is retired; a retired one
 * may be restored. Nothing is deleted.
 */
export const productLifecycle = defineLifecycle({
  initial: 'unmapped',
  states: {
    unmapped: { tone: 'warn', stage: 0 },
    upcoming: { tone: 'plain', stage: 2 },
    active: { tone: 'done', stage: 5 },
    retired: { tone: 'quiet', stage: 5 },
  },
  actions: {
    register: { from: ['unmapped'], to: ['active', 'upcoming'], permission: 'products.register' },
    modify: {
      from: ['active', 'upcoming'],
      to: ['active', 'upcoming'],
      permission: 'products.modify',
      needsReason: true,
    },
    retire: { from: ['active', 'upcoming'], to: ['retired'], permission: 'products.retire', needsReason: true },
    restore: { from: ['retired'], to: ['active', 'upcoming'], permission: 'products.retire', needsReason: true },
  },
});
export type ProductState = keyof typeof productLifecycle.states;
