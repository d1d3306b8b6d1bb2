import type { Action } from './permissions';

/** How a state looks everywhere: a stage of five with a word, or a box when someone must act. */
export type Tone = 'quiet' | 'plain' | 'done' | 'back' | 'stop' | 'hold' | 'warn' | 'info' | 'void';

export interface StateDefinition {
  readonly tone: Tone;
  /** 0 to 5: how far along. */
  readonly stage: number;
  readonly isFinal?: true;
}

export interface Transition<S extends string> {
  readonly from: readonly S[];
  readonly to: readonly S[];
  readonly permission: Action;
  readonly needsReason?: true;
}

export interface Lifecycle<S extends string, A extends string> {
  readonly initial: S;
  readonly states: Readonly<Record<S, StateDefinition>>;
  readonly actions: Readonly<Record<A, Transition<S>>>;
}

export function defineLifecycle<S extends string, A extends string>(definition: Lifecycle<S, A>): Lifecycle<S, A> {
  return definition;
}

/** Actions possible from a state, in the order they were declared. */
export function nextActions<S extends string, A extends string>(lifecycle: Lifecycle<S, A>, state: S): A[] {
  return (Object.keys(lifecycle.actions) as A[]).filter((action) => lifecycle.actions[action].from.includes(state));
}

/** True when `action` may lead from one state to the other. */
export function isStep<S extends string, A extends string>(
  lifecycle: Lifecycle<S, A>,
  action: A,
  from: S,
  to: S,
): boolean {
  const transition = lifecycle.actions[action];
  return transition.from.includes(from) && transition.to.includes(to);
}

/** States that no action reaches from the initial one: a sound life cycle has none. */
export function unreachableStates<S extends string, A extends string>(lifecycle: Lifecycle<S, A>): S[] {
  const reached = new Set<S>([lifecycle.initial]);
  let before = 0;
  while (before !== reached.size) {
    before = reached.size;
    for (const transition of Object.values<Transition<S>>(lifecycle.actions)) {
      if (transition.from.some((state) => reached.has(state))) for (const state of transition.to) reached.add(state);
    }
  }
  return (Object.keys(lifecycle.states) as S[]).filter((state) => !reached.has(state));
}
