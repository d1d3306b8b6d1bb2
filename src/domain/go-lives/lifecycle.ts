import { defineLifecycle } from '../lifecycle';

/** 准备 → 试运行 → 上线. Both counts of the shelf run before the trial and may be added to during it; after the start the record is closed. */
export const goLiveLifecycle = defineLifecycle({
  initial: 'preparing',
  states: {
    preparing: { tone: 'plain', stage: 1 },
    trial: { tone: 'plain', stage: 3 },
    live: { tone: 'done', stage: 5, isFinal: true },
    withdrawn: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    count: { from: ['preparing', 'trial'], to: ['preparing', 'trial'], permission: 'go-lives.count' },
    recount: {
      from: ['preparing', 'trial'],
      to: ['preparing', 'trial'],
      permission: 'go-lives.count',
      needsReason: true,
    },
    post: { from: ['preparing', 'trial'], to: ['trial'], permission: 'go-lives.post' },
    voidOpening: { from: ['trial'], to: ['trial', 'preparing'], permission: 'go-lives.void', needsReason: true },
    start: { from: ['trial'], to: ['live'], permission: 'go-lives.start' },
    withdraw: {
      from: ['preparing', 'trial'],
      to: ['withdrawn'],
      permission: 'go-lives.withdraw',
      needsReason: true,
    },
  },
});
export type GoLiveState = keyof typeof goLiveLifecycle.states;
