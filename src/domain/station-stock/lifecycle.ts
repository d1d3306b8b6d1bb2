import { defineLifecycle } from '../lifecycle';

/** A release is posted in one piece: the station has tested and labelled these bags, and the city may count them. */
export const releaseLifecycle = defineLifecycle({
  initial: 'posted',
  states: { posted: { tone: 'done', stage: 5, isFinal: true } },
  actions: {},
});

/** A relabelling is posted in one piece. There is no undo: a mistake is relabelled again. */
export const relabellingLifecycle = defineLifecycle({
  initial: 'posted',
  states: { posted: { tone: 'done', stage: 5, isFinal: true } },
  actions: {},
});
