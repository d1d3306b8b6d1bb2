import { defineLifecycle } from '@/domain/lifecycle';

export const clinicalIssueStates = ['issued', 'corrected', 'void'] as const;
export type ClinicalIssueState = (typeof clinicalIssueStates)[number];

/** An issue is a fact from its first instant: it is corrected or voided with a reason, never edited in silence. */
export const clinicalIssueLifecycle = defineLifecycle({
  initial: 'issued',
  states: {
    issued: { tone: 'plain', stage: 4 },
    corrected: { tone: 'plain', stage: 4 },
    void: { tone: 'void', stage: 0, isFinal: true },
  },
  actions: {
    correct: {
      from: ['issued', 'corrected'],
      to: ['corrected'],
      permission: 'clinical-issues.correct',
      needsReason: true,
    },
    void: { from: ['issued', 'corrected'], to: ['void'], permission: 'clinical-issues.void', needsReason: true },
  },
});
