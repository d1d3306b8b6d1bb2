/** States of an autologous bag. It has an account of its own, and is in none of the stock of others. */
export const autologousBagStates = ['collected', 'stored', 'held', 'reinfused', 'expired', 'discarded'] as const;
/** Why a bag is on hold: a count did not find it; it stood warm; its reinfusion or discard was undone. */
export const autologousHoldReasons = ['under_search', 'temperature', 'undone'] as const;
export type AutologousHoldReason = (typeof autologousHoldReasons)[number];
export type AutologousBagState = (typeof autologousBagStates)[number];

/**
 * What each movement does to a bag; loaded into `autologous_edges` at every start. A fate that was entered by mistake is undone by two people, and the
 * bag is on hold from then on. One that has expired is thrown away and nothing else.
 */
export const autologousMovements = {
  collect: { from: ['new'], to: 'collected' },
  store: { from: ['collected'], to: 'stored' },
  move: { from: ['stored'], to: 'stored' },
  hold: { from: ['stored'], to: 'held' },
  release: { from: ['held'], to: 'stored' },
  reinfuse: { from: ['stored'], to: 'reinfused' },
  unreinfuse: { from: ['reinfused'], to: 'held' },
  expire: { from: ['collected', 'stored', 'held'], to: 'expired' },
  discard: { from: ['collected', 'stored', 'held', 'expired'], to: 'discarded' },
  undiscard: { from: ['discarded'], to: 'held' },
} as const satisfies Record<string, { from: readonly (AutologousBagState | 'new')[]; to: AutologousBagState }>;
export type AutologousMovement = keyof typeof autologousMovements;

export function autologousEdges(): { kind: AutologousMovement; from: string; to: AutologousBagState }[] {
  return (Object.keys(autologousMovements) as AutologousMovement[]).flatMap((kind) =>
    autologousMovements[kind].from.map((from) => ({ kind, from, to: autologousMovements[kind].to })),
  );
}

/** Nobody knows yet what becomes of it. */
export const liveBagStates: readonly AutologousBagState[] = ['collected', 'stored', 'held'];

export function isLiveBag({ state }: { readonly state: AutologousBagState }): boolean {
  return liveBagStates.includes(state);
}
