import { defineLifecycle } from '../lifecycle';

/**
 * 免疫血液学检测申请: a hospital asks, the reference laboratory receives, tests, has it read by a second person and reports. What was reported is corrected by a
 * further version; until that stands, the earlier one does.
 */
export const immunoLifecycle = defineLifecycle({
  initial: 'draft',
  states: {
    draft: { tone: 'quiet', stage: 0 },
    submitted: { tone: 'plain', stage: 1 },
    refused: { tone: 'back', stage: 1 },
    received: { tone: 'plain', stage: 2 },
    testing: { tone: 'plain', stage: 3 },
    entered: { tone: 'plain', stage: 4 },
    reported: { tone: 'done', stage: 5 },
    correcting: { tone: 'warn', stage: 4 },
    corrected: { tone: 'done', stage: 5 },
    withdrawn: { tone: 'void', stage: 5, isFinal: true },
    void: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    modify: {
      from: ['draft', 'refused'],
      to: ['draft', 'refused', 'submitted'],
      permission: 'immunohematology-requests.register',
    },
    submit: { from: ['draft', 'refused'], to: ['submitted'], permission: 'immunohematology-requests.register' },
    withdraw: {
      from: ['submitted', 'refused', 'received', 'testing'],
      to: ['withdrawn'],
      permission: 'immunohematology-requests.register',
      needsReason: true,
    },
    receive: { from: ['submitted'], to: ['received'], permission: 'immunohematology-requests.test' },
    refuse: {
      from: ['submitted', 'received', 'testing'],
      to: ['refused'],
      permission: 'immunohematology-requests.test',
      needsReason: true,
    },
    enter: {
      from: ['received', 'testing', 'correcting'],
      to: ['testing', 'correcting', 'entered'],
      permission: 'immunohematology-requests.test',
    },
    'send-back': {
      from: ['entered'],
      to: ['testing', 'correcting'],
      permission: 'immunohematology-requests.review',
      needsReason: true,
    },
    review: { from: ['entered'], to: ['reported', 'corrected'], permission: 'immunohematology-requests.review' },
    correct: {
      from: ['reported', 'corrected'],
      to: ['correcting'],
      permission: 'immunohematology-requests.test',
      needsReason: true,
    },
    // 更正作罢: what was reported stays.
    keep: {
      from: ['correcting'],
      to: ['reported', 'corrected'],
      permission: 'immunohematology-requests.test',
      needsReason: true,
    },
    void: {
      from: ['received', 'testing', 'entered', 'reported', 'correcting', 'corrected'],
      to: ['void'],
      permission: 'immunohematology-requests.review',
      needsReason: true,
    },
  },
});

export type ImmunoState = keyof typeof immunoLifecycle.states;
export type ImmunoAction = keyof typeof immunoLifecycle.actions;

export const mayBe = (action: ImmunoAction, state: string): boolean =>
  immunoLifecycle.actions[action].from.some((from) => from === state);

/** The laboratory has something to do. */
export const atLaboratory = [
  'submitted',
  'received',
  'testing',
  'entered',
  'correcting',
] as const satisfies readonly ImmunoState[];
export const isAtLaboratory = (state: string): boolean => (atLaboratory as readonly string[]).includes(state);
