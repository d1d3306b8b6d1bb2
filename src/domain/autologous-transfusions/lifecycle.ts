import { defineLifecycle } from '../lifecycle';

/**
 * 医院自体输血. A predeposit is stored between collection and reinfusion, and ends when each of its bags has a fate: reinfused when one of them was given
 * back, else unused. The other two are given back from collected. What was planned or collected for nothing is cancelled; what should never have been entered is void.
 */
export const autologousLifecycle = defineLifecycle({
  initial: 'planned',
  states: {
    planned: { tone: 'plain', stage: 1 },
    collected: { tone: 'warn', stage: 2 },
    stored: { tone: 'plain', stage: 3 },
    reinfused: { tone: 'warn', stage: 4 },
    unused: { tone: 'quiet', stage: 5 },
    evaluated: { tone: 'done', stage: 5 },
    cancelled: { tone: 'quiet', stage: 5 },
    void: { tone: 'void', stage: 5, isFinal: true },
  },
  actions: {
    modify: {
      from: ['planned', 'collected', 'stored', 'reinfused'],
      to: ['planned', 'collected', 'stored', 'reinfused'],
      permission: 'autologous-transfusions.plan',
      needsReason: true,
    },
    collect: {
      from: ['planned', 'collected', 'stored'],
      to: ['collected', 'stored'],
      permission: 'autologous-transfusions.collect',
    },
    store: { from: ['collected', 'stored'], to: ['stored', 'collected'], permission: 'autologous-transfusions.store' },
    reinfuse: {
      from: ['collected', 'stored'],
      to: ['stored', 'collected', 'reinfused'],
      permission: 'autologous-transfusions.reinfuse',
    },
    discard: {
      from: ['collected', 'stored', 'reinfused', 'unused', 'cancelled'],
      to: ['collected', 'stored', 'reinfused', 'unused', 'cancelled'],
      permission: 'autologous-transfusions.discard',
      needsReason: true,
    },
    undo: {
      from: ['collected', 'stored', 'reinfused', 'unused', 'cancelled'],
      to: ['collected', 'stored', 'cancelled'],
      permission: 'autologous-transfusions.undo',
      needsReason: true,
    },
    hold: {
      from: ['collected', 'stored', 'cancelled'],
      to: ['collected', 'stored', 'cancelled'],
      permission: 'autologous-transfusions.discard',
    },
    release: {
      from: ['collected', 'stored', 'cancelled'],
      to: ['collected', 'stored', 'cancelled'],
      permission: 'autologous-transfusions.undo',
      needsReason: true,
    },
    evaluate: { from: ['reinfused'], to: ['evaluated'], permission: 'autologous-transfusions.evaluate' },
    cancel: {
      from: ['planned', 'collected', 'stored'],
      to: ['cancelled'],
      permission: 'autologous-transfusions.plan',
      needsReason: true,
    },
    void: {
      from: ['planned', 'collected', 'stored', 'reinfused', 'unused', 'evaluated', 'cancelled'],
      to: ['void'],
      permission: 'autologous-transfusions.void',
      needsReason: true,
    },
  },
});
export type AutologousState = keyof typeof autologousLifecycle.states;
