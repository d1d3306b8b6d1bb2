import { defineLifecycle } from '../lifecycle';

/** 用血审证: the hospital registers, the office answers. It stands before no request, no order and no issue. */
export const reviewLifecycle = defineLifecycle({
  initial: 'draft',
  states: {
    draft: { tone: 'quiet', stage: 0 },
    submitted: { tone: 'plain', stage: 1 },
    resubmitted: { tone: 'plain', stage: 2 },
    first_approved: { tone: 'plain', stage: 3 },
    rejected: { tone: 'back', stage: 2 },
    auto_approved: { tone: 'done', stage: 5 },
    approved: { tone: 'done', stage: 5 },
    void: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    modify: {
      from: ['draft', 'submitted', 'resubmitted', 'rejected'],
      to: ['draft', 'submitted', 'resubmitted', 'auto_approved'],
      permission: 'certificate-reviews.register',
    },
    submit: {
      from: ['draft', 'rejected'],
      to: ['submitted', 'resubmitted', 'auto_approved'],
      permission: 'certificate-reviews.register',
    },
    approve: {
      from: ['submitted', 'resubmitted', 'first_approved'],
      to: ['first_approved', 'approved'],
      permission: 'certificate-reviews.decide',
    },
    reject: {
      from: ['submitted', 'resubmitted', 'first_approved'],
      to: ['rejected'],
      permission: 'certificate-reviews.decide',
      needsReason: true,
    },
    void: {
      from: ['submitted', 'resubmitted', 'first_approved', 'rejected', 'auto_approved', 'approved'],
      to: ['void'],
      permission: 'certificate-reviews.void',
      needsReason: true,
    },
  },
});

export type ReviewState = keyof typeof reviewLifecycle.states;

/** The office has not answered yet: one of these per patient in the whole city. */
export const pendingStates = ['submitted', 'resubmitted', 'first_approved'] as const satisfies readonly ReviewState[];
export const isPending = (state: string) => (pendingStates as readonly string[]).includes(state);
export const isApproved = (state: string) => state === 'approved' || state === 'auto_approved';
