import { defineLifecycle } from '../lifecycle';

/** A receipt is posted in one piece; what is still being scanned is a draft and changes nothing. */
export const receiptLifecycle = defineLifecycle({
  initial: 'posted',
  states: {
    posted: { tone: 'done', stage: 5 },
    void: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    void: { from: ['posted'], to: ['void'], permission: 'bag-receipts.void', needsReason: true },
  },
});
