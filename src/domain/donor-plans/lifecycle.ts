import { defineLifecycle } from '../lifecycle';

/** 献血者用血计划: allocated by the office, activated by the hospital, used by its orders. What was used moves it; nobody sets that by hand. */
export const donorPlanLifecycle = defineLifecycle({
  initial: 'allocated',
  states: {
    allocated: { tone: 'plain', stage: 1 },
    activated: { tone: 'plain', stage: 2 },
    part_used: { tone: 'plain', stage: 3 },
    used_up: { tone: 'done', stage: 5 },
    expired: { tone: 'quiet', stage: 5 },
    returned: { tone: 'back', stage: 5, isFinal: true },
    revoked: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    modify: { from: ['allocated'], to: ['allocated'], permission: 'donor-plans.allocate' },
    activate: {
      from: ['allocated', 'activated', 'part_used'],
      to: ['activated', 'part_used', 'used_up'],
      permission: 'donor-plans.activate',
    },
    return: {
      from: ['allocated', 'activated', 'part_used'],
      to: ['returned'],
      permission: 'donor-plans.return',
      needsReason: true,
    },
    revoke: { from: ['allocated'], to: ['revoked'], permission: 'donor-plans.revoke', needsReason: true },
    expire: { from: ['allocated', 'activated', 'part_used'], to: ['expired'], permission: 'donor-plans.allocate' },
  },
});

export type DonorPlanState = keyof typeof donorPlanLifecycle.states;
/** A share of which something may still be activated or used. */
export const openDonorStates = ['allocated', 'activated', 'part_used'] as const satisfies readonly DonorPlanState[];
