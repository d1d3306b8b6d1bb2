import { defineLifecycle } from '../lifecycle';

/** The sender ships, the receiver scans. What is being packed is a draft and changes nothing. */
export const shipmentLifecycle = defineLifecycle({
  initial: 'shipped',
  states: {
    shipped: { tone: 'plain', stage: 2 },
    partly_received: { tone: 'plain', stage: 4 },
    received: { tone: 'done', stage: 5 },
    closed_short: { tone: 'warn', stage: 5 },
    void: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    receive: {
      from: ['shipped', 'partly_received'],
      to: ['partly_received', 'received'],
      permission: 'bag-receipts.post',
    },
    unreceive: {
      from: ['partly_received', 'received', 'closed_short'],
      to: ['shipped', 'partly_received'],
      permission: 'bag-receipts.void',
      needsReason: true,
    },
    'close-short': {
      from: ['shipped', 'partly_received'],
      to: ['closed_short'],
      permission: 'bag-receipts.post',
      needsReason: true,
    },
    void: { from: ['shipped'], to: ['void'], permission: 'shipments.void', needsReason: true },
  },
});
