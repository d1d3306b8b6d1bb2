import { defineLifecycle } from '../lifecycle';

/** A count is signed in one piece. A mistaken one is followed by another, never mended. */
export const stocktakeLifecycle = defineLifecycle({
  initial: 'signed',
  states: { signed: { tone: 'done', stage: 5, isFinal: true } },
  actions: {},
});
