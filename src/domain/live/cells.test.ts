import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CellState, cellKey, type Envelope } from '../change';
import { layCells, layCellsInList } from './cells';
import { recordKey, WaitingChanges } from './coalesce';

const groups = ['A', 'B', 'O', 'AB'] as const;
const orgs = ['H01', 'H02'] as const;

function cell(orgId: string, abo: string, version: number): CellState {
  return {
    orgId,
    component: 'RBC',
    abo,
    rhd: 'positive',
    // A figure that only this version has: a mixture of two versions would show.
    availableBags: version * 10,
    availableAmount: version * 2_000,
    reservedBags: version,
    reservedAmount: version * 200,
    quarantinedBags: 0,
    quarantinedAmount: 0,
    inTransitBags: 0,
    inTransitAmount: 0,
    version,
  };
}

function envelope(seq: number, cells: readonly CellState[], recordId = 'H01', version = 0): Envelope {
  return {
    seq,
    epoch: 'e1',
    at: '2026-11-23T04:00:00.000Z',
    module: cells.length ? 'stock' : 'bag-receipts',
    recordId,
    version,
    action: 'x',
    state: 'x',
    orgId: 'H01',
    partyOrgId: null,
    cells,
    tally: null,
  };
}

const someCell = fc
  .tuple(fc.constantFrom(...orgs), fc.constantFrom(...groups), fc.integer({ min: 1, max: 30 }))
  .map(([orgId, abo, version]) => cell(orgId, abo, version));

/** Frames in feed order, then heard in any order, some twice, as reconnects and polls may bring them. */
const someHearing = fc.array(fc.array(someCell, { maxLength: 4 }), { minLength: 1, maxLength: 25 }).chain((frames) =>
  fc.tuple(
    fc.constant(frames),
    fc.shuffledSubarray(
      frames.flatMap((_, i) => [i, i]),
      { minLength: frames.length * 2 },
    ),
  ),
);

function highest(cells: readonly CellState[]): Map<string, CellState> {
  const best = new Map<string, CellState>();
  for (const one of cells) if ((best.get(cellKey(one))?.version ?? 0) < one.version) best.set(cellKey(one), one);
  return best;
}

const sorted = (map: ReadonlyMap<string, CellState>) => [...map.entries()].sort(([a], [b]) => (a < b ? -1 : 1));

describe('laying changed cells over known ones', () => {
  it('in 2 000 random interleavings with repetitions every cell ends at its highest version and never goes back', () => {
    fc.assert(
      fc.property(someHearing, ([frames, order]) => {
        let known: ReadonlyMap<string, CellState> = new Map();
        for (const index of order) {
          const next = layCells(known, frames[index] ?? []);
          for (const [key, before] of known) expect(next.get(key)?.version).toBeGreaterThanOrEqual(before.version);
          known = next;
        }
        expect(sorted(known)).toEqual(sorted(highest(frames.flat())));
      }),
      { numRuns: 2_000 },
    );
  });

  it('through the queue of a busy room, cut into rounds anywhere, the screen ends at the same cells', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(someCell, { maxLength: 4 }), fc.boolean()), { maxLength: 40 }),
        (passes) => {
          const queue = new WaitingChanges(1_000);
          let known: ReadonlyMap<string, CellState> = new Map();
          const tell = () => {
            const { changes } = queue.take();
            const keys = changes.map(recordKey);
            expect(new Set(keys).size).toBe(keys.length);
            known = layCells(
              known,
              changes.flatMap((change) => change.cells),
            );
          };
          passes.forEach(([cells, isTold], i) => {
            if (cells.length > 0) queue.add(envelope(i + 1, cells, i % 2 ? 'H01' : 'H02'));
            if (isTold) tell();
          });
          tell();
          expect(queue.isEmpty).toBe(true);
          expect(sorted(known)).toEqual(sorted(highest(passes.flatMap(([cells]) => cells))));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('gives the same map and the same list back when nothing was newer', () => {
    const known = layCells(new Map(), [cell('H01', 'A', 4)]);
    expect(layCells(known, [cell('H01', 'A', 4), cell('H01', 'A', 3)])).toBe(known);
    const list = [cell('H01', 'A', 4), cell('H01', 'B', 2)];
    expect(layCellsInList(list, [cell('H01', 'A', 3)], (next) => next)).toBe(list);
    expect(layCellsInList(list, [cell('H01', 'B', 3), cell('H01', 'O', 1)], (next) => next)).toEqual([
      cell('H01', 'A', 4),
      cell('H01', 'B', 3),
      cell('H01', 'O', 1),
    ]);
  });
});

describe('what waits for a busy room', () => {
  it('keeps of each record the latest, in feed order', () => {
    const queue = new WaitingChanges(10);
    queue.add(envelope(1, [], 'r1', 1));
    queue.add(envelope(2, [], 'r2', 1));
    queue.add(envelope(3, [], 'r1', 2));
    const { changes, seq } = queue.take();
    expect(changes.map((change) => [change.recordId, change.version])).toEqual([
      ['r2', 1],
      ['r1', 2],
    ]);
    expect(seq).toBe(3);
  });

  it('beyond its limit it holds nothing and asks for everything to be read again', () => {
    const queue = new WaitingChanges(3);
    for (let i = 1; i <= 50; i++) queue.add(envelope(i, [], `r${i}`, 1));
    expect(queue.take()).toEqual({ seq: 50, changes: [], isOverflowing: true });
    expect(queue.isEmpty).toBe(true);
  });
});
