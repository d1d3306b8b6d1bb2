import { defineLifecycle } from '../lifecycle';

/** 用血计划: the hospital drafts, its district reviews, the municipal office approves and adjusts (上海市献血条例 art. 33). */
export const bloodUsePlanLifecycle = defineLifecycle({
  initial: 'draft',
  states: {
    draft: { tone: 'quiet', stage: 0 },
    submitted: { tone: 'plain', stage: 1 },
    reviewed: { tone: 'plain', stage: 3 },
    returned: { tone: 'back', stage: 1 },
    approved: { tone: 'done', stage: 5 },
    void: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    modify: {
      from: ['draft', 'submitted', 'returned'],
      to: ['draft', 'submitted'],
      permission: 'blood-use-plans.draft',
    },
    void: { from: ['submitted', 'returned'], to: ['void'], permission: 'blood-use-plans.void', needsReason: true },
    review: { from: ['submitted'], to: ['reviewed'], permission: 'blood-use-plans.review' },
    approve: { from: ['reviewed'], to: ['approved'], permission: 'blood-use-plans.approve' },
    'send-back': {
      from: ['submitted', 'reviewed'],
      to: ['returned'],
      permission: 'blood-use-plans.review',
      needsReason: true,
    },
    change: { from: ['approved'], to: ['approved'], permission: 'blood-use-plans.approve', needsReason: true },
  },
});

export type BloodUsePlanState = keyof typeof bloodUsePlanLifecycle.states;
