import { defineLifecycle } from '../lifecycle';

/**
 * What ends in the house is registered, and that is all. A return or a transfer is on its way from its registration on; the receiver's part
 * is read from the shipment. It is voided while nobody has received anything.
 */
export const outboundLifecycle = defineLifecycle({
  initial: 'registered',
  states: {
    registered: { tone: 'done', stage: 5 },
    on_the_way: { tone: 'plain', stage: 2 },
    partly_received: { tone: 'plain', stage: 4 },
    received: { tone: 'done', stage: 5 },
    refused: { tone: 'back', stage: 5 },
    closed_short: { tone: 'warn', stage: 5 },
    void: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    send: { from: ['registered'], to: ['on_the_way'], permission: 'other-outbounds.register' },
    receive: {
      from: ['on_the_way', 'partly_received'],
      to: ['partly_received', 'received', 'refused'],
      permission: 'bag-receipts.post',
    },
    unreceive: {
      from: ['partly_received', 'received', 'closed_short'],
      to: ['on_the_way', 'partly_received'],
      permission: 'bag-receipts.void',
      needsReason: true,
    },
    'close-short': {
      from: ['on_the_way', 'partly_received'],
      to: ['closed_short'],
      permission: 'bag-receipts.post',
      needsReason: true,
    },
    void: {
      from: ['registered', 'on_the_way'],
      to: ['void'],
      permission: 'other-outbounds.void',
      needsReason: true,
    },
  },
});
export type OutboundState = keyof typeof outboundLifecycle.states;
