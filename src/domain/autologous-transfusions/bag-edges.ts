/** States of an autologous bag. It has an account of its own, and is in none of the stock of others. */
export const autologousBagStates = ['collected', 'stored', 'reinfused', 'expired', 'discarded'] as const;
export type AutologousBagState = (typeof autologousBagStates)[number];

/**
 * What each movement does to a bag; loaded into `autologous_edges` at every start. There is no way back: a bag that was given or thrown away stays so.
 * One that has expired is thrown away and nothing else.
 */
export const autologousMovements = {
  collect: { from: ['new'], to: 'collected' },
  store: { from: ['collected'], to: 'stored' },
  move: { from: ['stored'], to: 'stored' },
  reinfuse: { from: ['stored'], to: 'reinfused' },
  expire: { from: ['collected', 'stored'], to: 'expired' },
  discard: { from: ['collected', 'stored', 'expired'], to: 'discarded' },
} as const satisfies Record<string, { from: readonly (AutologousBagState | 'new')[]; to: AutologousBagState }>;
export type AutologousMovement = keyof typeof autologousMovements;

export function autologousEdges(): { kind: AutologousMovement; from: string; to: AutologousBagState }[] {
  return (Object.keys(autologousMovements) as AutologousMovement[]).flatMap((kind) =>
    autologousMovements[kind].from.map((from) => ({ kind, from, to: autologousMovements[kind].to })),
  );
}

/** Nobody knows yet what becomes of it. */
export const liveBagStates: readonly AutologousBagState[] = ['collected', 'stored'];

export function isLiveBag({ state }: { readonly state: AutologousBagState }): boolean {
  return liveBagStates.includes(state);
}
