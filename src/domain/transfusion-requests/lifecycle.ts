import { defineLifecycle } from '../lifecycle';

/**
 * 输血申请单: a physician asks, the approvers of its row sign in turn, the transfusion department takes it up, issues fulfil it. What was sent back or
 * refused is mended and goes again under its number. It stands before no emergency issue.
 */
export const requestLifecycle = defineLifecycle({
  initial: 'draft',
  states: {
    draft: { tone: 'quiet', stage: 0 },
    submitted: { tone: 'plain', stage: 1 },
    senior_approved: { tone: 'plain', stage: 2 },
    director_approved: { tone: 'plain', stage: 2 },
    approved: { tone: 'plain', stage: 3 },
    accepted: { tone: 'plain', stage: 4 },
    returned: { tone: 'back', stage: 1 },
    refused: { tone: 'stop', stage: 3 },
    completed: { tone: 'done', stage: 5 },
    void: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    modify: {
      from: ['draft', 'returned', 'refused'],
      to: ['draft', 'returned', 'refused', 'submitted', 'approved'],
      permission: 'transfusion-requests.register',
    },
    submit: {
      from: ['draft', 'returned', 'refused'],
      to: ['submitted', 'approved'],
      permission: 'transfusion-requests.register',
    },
    // In an emergency the signatures come afterwards and change nothing of where it stands.
    approve: {
      from: ['submitted', 'senior_approved', 'director_approved', 'approved', 'accepted', 'completed'],
      to: ['senior_approved', 'director_approved', 'approved', 'accepted', 'completed'],
      permission: 'transfusion-requests.approve',
    },
    return: {
      from: ['submitted', 'senior_approved', 'director_approved'],
      to: ['returned'],
      permission: 'transfusion-requests.approve',
      needsReason: true,
    },
    accept: { from: ['approved'], to: ['accepted'], permission: 'transfusion-requests.accept' },
    refuse: {
      from: ['approved', 'accepted'],
      to: ['refused'],
      permission: 'transfusion-requests.accept',
      needsReason: true,
    },
    // By the issue that gives the last of it, and by the one that is voided.
    fulfil: { from: ['approved', 'accepted'], to: ['completed'], permission: 'clinical-issues.register' },
    reopen: { from: ['completed'], to: ['accepted'], permission: 'clinical-issues.void' },
    void: {
      from: ['submitted', 'senior_approved', 'director_approved', 'approved', 'accepted', 'returned', 'refused'],
      to: ['void'],
      permission: 'transfusion-requests.void',
      needsReason: true,
    },
  },
});

export type RequestState = keyof typeof requestLifecycle.states;

export const chainStates = ['submitted', 'senior_approved', 'director_approved'] as const;
/** What blood may be issued on. */
export const openStates = ['approved', 'accepted'] as const;
export const editableStates = ['draft', 'returned', 'refused'] as const;
/** What was asked for and stands: summed over the window. */
export const countedStates = [...chainStates, ...openStates, 'completed'] as const satisfies readonly RequestState[];

const isIn = (states: readonly string[]) => (state: string) => states.includes(state);
export const isInChain = isIn(chainStates);
export const isOpen = isIn(openStates);
export const isEditable = isIn(editableStates);
export const isCounted = isIn(countedStates);
