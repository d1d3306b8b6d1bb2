import { defineLifecycle } from '../lifecycle';

/** A printed sheet has a number and is either entered or accounted for: none disappears. One that was voided as lost and turns up is entered: what is on it has happened. */
export const downtimeFormLifecycle = defineLifecycle({
  initial: 'printed',
  states: {
    printed: { tone: 'plain', stage: 1 },
    entered: { tone: 'done', stage: 5, isFinal: true },
    void: { tone: 'void', stage: 5 },
  },
  actions: {
    enter: { from: ['printed', 'void'], to: ['entered'], permission: 'downtime-forms.enter' },
    void: { from: ['printed'], to: ['void'], permission: 'downtime-forms.void', needsReason: true },
  },
});
export type DowntimeFormState = keyof typeof downtimeFormLifecycle.states;
