/** What is known about the freshness of figures. The pill shows the worst state in scope. */
export type LiveState = 'live' | 'catching-up' | 'delayed' | 'stale' | 'disconnected' | 'partial' | 'polling';

export type PartialReport = { online: number; total: number };

/** Old figures stay visible and are marked old: grey on hatch. Nothing else is switched off by it but 调配. */
export function isStaleState(state: LiveState): boolean {
  return state === 'stale' || state === 'disconnected';
}

/** Ground of whatever shows figures of that state. */
export function staleGround(state: LiveState): string {
  return isStaleState(state) ? 'hatched' : '';
}

/** Weight and colour of a figure: bold when settled, regular while catching up, grey on its own ground when old. */
export function staleFigure(state: LiveState): string {
  if (isStaleState(state)) return 'font-normal text-ink-3 bg-surface';
  return state === 'catching-up' ? 'font-normal' : 'font-bold';
}

/** Outline of a block whose figures are late. */
export function delayedOutline(state: LiveState): string {
  return state === 'delayed' ? 'outline-4 -outline-offset-2 outline-lv2' : '';
}
