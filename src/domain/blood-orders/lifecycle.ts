import { defineLifecycle } from '../lifecycle';

/** The hospital orders, the station answers and delivers in parts; the order follows its deliveries until nothing is owed. */
export const bloodOrderLifecycle = defineLifecycle({
  initial: 'submitted',
  states: {
    submitted: { tone: 'plain', stage: 1 },
    accepted: { tone: 'plain', stage: 2 },
    picking: { tone: 'plain', stage: 2 },
    packed: { tone: 'plain', stage: 3 },
    on_the_way: { tone: 'plain', stage: 3 },
    arrived: { tone: 'plain', stage: 4 },
    partly_received: { tone: 'plain', stage: 4 },
    completed: { tone: 'done', stage: 5 },
    closed_short: { tone: 'warn', stage: 5 },
    rejected: { tone: 'back', stage: 1, isFinal: true },
    cancelled: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    modify: { from: ['submitted'], to: ['submitted'], permission: 'blood-orders.submit' },
    cancel: { from: ['submitted'], to: ['cancelled'], permission: 'blood-orders.submit', needsReason: true },
    'confirm-phone': {
      from: ['submitted', 'accepted', 'picking', 'packed', 'on_the_way'],
      to: ['submitted', 'accepted', 'picking', 'packed', 'on_the_way'],
      permission: 'blood-orders.confirm-phone',
    },
    accept: { from: ['submitted'], to: ['accepted', 'completed'], permission: 'blood-orders.answer' },
    reject: { from: ['submitted'], to: ['rejected'], permission: 'blood-orders.answer', needsReason: true },
    'ask-cancel': {
      from: ['accepted', 'picking', 'packed'],
      to: ['accepted', 'picking', 'packed'],
      permission: 'blood-orders.submit',
      needsReason: true,
    },
    'withdraw-cancel': {
      from: ['accepted', 'picking', 'packed'],
      to: ['accepted', 'picking', 'packed'],
      permission: 'blood-orders.submit',
    },
    'agree-cancel': { from: ['accepted', 'picking', 'packed'], to: ['cancelled'], permission: 'blood-orders.answer' },
    'refuse-cancel': {
      from: ['accepted', 'picking', 'packed'],
      to: ['accepted', 'picking', 'packed'],
      permission: 'blood-orders.answer',
      needsReason: true,
    },
    pick: {
      from: ['accepted', 'picking', 'packed', 'on_the_way', 'arrived', 'partly_received'],
      to: ['picking', 'on_the_way', 'arrived'],
      permission: 'blood-orders.deliver',
    },
    'put-back': {
      from: ['picking', 'packed', 'on_the_way', 'arrived'],
      to: ['accepted', 'picking', 'on_the_way', 'arrived', 'partly_received'],
      permission: 'blood-orders.deliver',
    },
    pack: {
      from: ['picking', 'packed', 'on_the_way', 'arrived'],
      to: ['packed', 'on_the_way', 'arrived'],
      permission: 'blood-orders.deliver',
    },
    send: { from: ['packed', 'on_the_way', 'arrived'], to: ['on_the_way'], permission: 'blood-orders.deliver' },
    arrive: { from: ['on_the_way'], to: ['arrived', 'on_the_way'], permission: 'blood-orders.arrive' },
    receive: {
      from: ['picking', 'packed', 'on_the_way', 'arrived', 'partly_received', 'closed_short'],
      to: ['picking', 'packed', 'accepted', 'on_the_way', 'arrived', 'partly_received', 'completed', 'closed_short'],
      permission: 'bag-receipts.post',
    },
    unreceive: {
      from: ['picking', 'packed', 'on_the_way', 'arrived', 'partly_received', 'completed', 'closed_short'],
      to: ['picking', 'packed', 'accepted', 'on_the_way', 'arrived', 'partly_received', 'closed_short'],
      permission: 'bag-receipts.void',
      needsReason: true,
    },
    'close-short': {
      from: ['accepted', 'partly_received'],
      to: ['closed_short'],
      permission: 'blood-orders.close-short',
      needsReason: true,
    },
  },
});

export type BloodOrderState = keyof typeof bloodOrderLifecycle.states;
