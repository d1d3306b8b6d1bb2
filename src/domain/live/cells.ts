import type { CellState } from '../change';
import { cellKey } from '../change';

/** Cells by key; the newest version known of each. */
export type CellMap = ReadonlyMap<string, CellState>;

/**
 * Lays changed cells over known ones. Cells are absolute and versioned: a newer version wins, an equal or older one is ignored,
 * so that any order and any repetition ends in the same map.
 * @returns the same map when nothing was newer, so that a screen that is up to date does not draw again.
 */
export function layCells(known: CellMap, changed: Iterable<CellState>): CellMap {
  let next: Map<string, CellState> | null = null;
  for (const cell of changed) {
    const key = cellKey(cell);
    const current = (next ?? known).get(key);
    if (current && current.version >= cell.version) continue;
    next ??= new Map(known);
    next.set(key, cell);
  }
  return next ?? known;
}

/** The same for a list of cells in its own order; new cells go to the end. Returns the same list when nothing was newer. */
export function layCellsInList<C extends CellState>(
  known: readonly C[],
  changed: readonly CellState[],
  adopt: (cell: CellState, known: C | undefined) => C,
): readonly C[] {
  const newest = layCells(new Map(), changed);
  if (newest.size === 0) return known;
  const left = new Map(newest);
  let isChanged = false;
  const kept = known.map((cell) => {
    const key = cellKey(cell);
    const change = left.get(key);
    left.delete(key);
    if (!change || change.version <= cell.version) return cell;
    isChanged = true;
    return adopt(change, cell);
  });
  if (left.size === 0 && !isChanged) return known;
  return [...kept, ...[...left.values()].map((cell) => adopt(cell, undefined))];
}
