import { defineLifecycle } from '../lifecycle';

/** 进行中 → 已完成 or 已放弃. Begun anew it is another round. */
export const exerciseLifecycle = defineLifecycle({
  initial: 'open',
  states: {
    open: { tone: 'plain', stage: 2 },
    finished: { tone: 'done', stage: 5, isFinal: true },
    given_up: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    start: { from: ['open'], to: ['open'], permission: 'exercises.begin' },
    finish: { from: ['open'], to: ['finished'], permission: 'exercises.begin' },
    giveUp: { from: ['open'], to: ['given_up'], permission: 'exercises.begin' },
  },
});
export type ExerciseState = keyof typeof exerciseLifecycle.states;
