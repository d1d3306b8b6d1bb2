import { defineLifecycle } from '../lifecycle';

/** Proposed in the morning, offered by the giver, taken by the taker, sent with a transfer, received. Parts are possible: its bags say where it stands. */
export const redistributionLifecycle = defineLifecycle({
  initial: 'proposed',
  states: {
    proposed: { tone: 'plain', stage: 1 },
    offered: { tone: 'plain', stage: 2 },
    taken: { tone: 'plain', stage: 3 },
    sent: { tone: 'plain', stage: 4 },
    received: { tone: 'done', stage: 5 },
    declined: { tone: 'back', stage: 5 },
    withdrawn: { tone: 'back', stage: 5 },
    lapsed: { tone: 'quiet', stage: 5 },
  },
  actions: {
    propose: { from: ['proposed'], to: ['proposed', 'offered'], permission: 'redistributions.offer' },
    offer: {
      from: ['proposed', 'offered', 'taken', 'sent', 'received', 'declined', 'withdrawn', 'lapsed'],
      to: ['offered'],
      permission: 'redistributions.offer',
    },
    take: { from: ['offered'], to: ['offered', 'taken'], permission: 'redistributions.answer' },
    decline: {
      from: ['offered', 'taken'],
      to: ['offered', 'taken', 'sent', 'received', 'declined'],
      permission: 'redistributions.answer',
      needsReason: true,
    },
    withdraw: {
      from: ['offered', 'taken'],
      to: ['offered', 'taken', 'sent', 'received', 'declined', 'withdrawn'],
      permission: 'redistributions.offer',
      needsReason: true,
    },
    send: { from: ['taken', 'offered'], to: ['sent', 'taken', 'offered'], permission: 'other-outbounds.register' },
    receive: {
      from: ['sent', 'offered', 'taken', 'received'],
      to: ['received', 'sent', 'offered', 'taken', 'declined', 'withdrawn', 'lapsed'],
      permission: 'bag-receipts.post',
    },
    unreceive: {
      from: ['received', 'sent', 'offered', 'taken'],
      to: ['sent', 'offered', 'taken'],
      permission: 'bag-receipts.void',
      needsReason: true,
    },
    'call-back': {
      from: ['sent', 'offered', 'taken'],
      to: ['offered', 'taken', 'received', 'declined', 'withdrawn', 'lapsed'],
      permission: 'other-outbounds.void',
      needsReason: true,
    },
    follow: {
      from: ['proposed', 'offered', 'taken', 'sent', 'received', 'declined', 'withdrawn', 'lapsed'],
      to: ['offered', 'taken', 'sent', 'received', 'declined', 'withdrawn', 'lapsed'],
      permission: 'redistributions.read',
    },
    lapse: {
      from: ['proposed', 'offered', 'taken', 'sent', 'received'],
      to: ['offered', 'taken', 'sent', 'received', 'declined', 'withdrawn', 'lapsed'],
      permission: 'redistributions.offer',
    },
  },
});

export type RedistributionState = keyof typeof redistributionLifecycle.states;
