import { dehydrate, hydrate, QueryClient, QueryObserver } from '@tanstack/react-query';
import { TRPCClientError } from '@trpc/client';
import { afterEach, expect, it } from 'vitest';
import type { CellState, Envelope } from '@/domain/change';
import { layCellsInList } from '@/domain/live/cells';
import { createChangeApplier } from './apply-change';
import { registerPatcher } from './patchers';

const viewer = { orgId: 'H01', isOffice: false };
const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

function cell(version: number, orgId = 'H01'): CellState {
  const bags = version * 10;
  return {
    orgId,
    component: 'RBC',
    abo: 'A',
    rhd: 'positive',
    availableBags: bags,
    availableAmount: bags * 200,
    reservedBags: 0,
    reservedAmount: 0,
    quarantinedBags: 0,
    quarantinedAmount: 0,
    inTransitBags: 0,
    inTransitAmount: 0,
    version,
  };
}

function moved(seq: number, cells: CellState[], orgId = 'H01', module: Envelope['module'] = 'stock'): Envelope {
  return {
    seq,
    epoch: 'e1',
    at: '2026-11-23T04:00:00.000Z',
    module,
    recordId: orgId,
    version: seq,
    action: 'x',
    state: 'x',
    orgId,
    partyOrgId: null,
    cells,
    tally: null,
  };
}

/** As the server says it; without a word of it, as the browser does. */
function failed(error: string | undefined): Error {
  return TRPCClientError.from(
    error ? { error: { code: -32_603, message: error, data: { error } } } : new TypeError('fetch failed'),
  );
}

/** A query whose answers are let go, or lost, by hand. */
function openQuery(client: QueryClient, path: string[]) {
  const asked: ((data: unknown) => void)[] = [];
  const lost: ((error?: string) => void)[] = [];
  const observer = new QueryObserver(client, {
    queryKey: [path, { type: 'query' }],
    queryFn: () =>
      new Promise((resolve, reject) => {
        asked.push(resolve);
        lost.push((error) => reject(failed(error)));
      }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const leave = observer.subscribe(() => {});
  cleanUps.push(leave);
  return { asked, lost, leave, data: () => observer.getCurrentResult().data };
}

function open() {
  const client = new QueryClient();
  const applier = createChangeApplier({ client, viewer, clock: () => performance.now(), random: () => 0 });
  cleanUps.push(applier.stop, () => client.clear());
  return { client, applier };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

function followMatrix() {
  cleanUps.push(
    registerPatcher<readonly CellState[]>([['stock', 'matrix']], (data, changes) => ({
      data: layCellsInList(
        data,
        changes.flatMap((change) => change.cells),
        (next) => next,
      ),
      isSettled: true,
    })),
  );
}

it('a settled patch changes the figure at once and asks the server nothing', async () => {
  followMatrix();
  const { client, applier } = open();
  const matrix = openQuery(client, ['stock', 'matrix']);
  matrix.asked[0]?.([cell(1)]);
  await turn();
  const done = applier.apply([moved(5, [cell(2)])]);
  expect(matrix.data()).toEqual([cell(2)]);
  await done;
  expect(matrix.asked).toHaveLength(1);
});

it('a screen that is right by its patches does not wait for the next round of fetches', async () => {
  followMatrix();
  const { client, applier } = open();
  const matrix = openQuery(client, ['stock', 'matrix']);
  matrix.asked[0]?.([cell(1)]);
  await turn();
  // A round has just been fetched: the next one waits for a second and more.
  await applier.apply([moved(5, [cell(2)])]);
  await new Promise((resolve) => setTimeout(resolve, 150));
  const began = performance.now();
  await applier.apply([moved(6, [cell(3)])]);
  expect(performance.now() - began).toBeLessThan(100);
  expect(matrix.data()).toEqual([cell(3)]);
});

it('an answer that was read before the change does not bring the old figure back', async () => {
  followMatrix();
  const { client, applier } = open();
  const matrix = openQuery(client, ['stock', 'matrix']);
  matrix.asked[0]?.([cell(1)]);
  await turn();
  const refetch = client.refetchQueries({ queryKey: [['stock', 'matrix']] });
  await turn();
  void applier.apply([moved(5, [cell(3)])]);
  expect(matrix.data()).toEqual([cell(3)]);
  matrix.asked[1]?.([cell(2)]);
  await refetch;
  expect(matrix.data()).toEqual([cell(3)]);
});

it('what has no patch is fetched again, once for many changes, and only when the change concerns this screen', async () => {
  const { client, applier } = open();
  const list = openQuery(client, ['bagReceipts', 'list']);
  const overview = openQuery(client, ['overview', 'totals']);
  for (const query of [list, overview]) query.asked[0]?.('old');
  await turn();
  const done = Promise.all(Array.from({ length: 30 }, (_, i) => applier.apply([moved(i, [], 'H01', 'bag-receipts')])));
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect([list.asked.length, overview.asked.length]).toEqual([2, 2]);
  for (const query of [list, overview]) query.asked[1]?.('new');
  await done;
  expect(list.data()).toBe('new');

  const foreign = applier.apply([moved(99, [], 'H02', 'bag-receipts')]);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  expect([list.asked.length, overview.asked.length]).toEqual([2, 3]);
  overview.asked[2]?.('newer');
  await foreign;
});

it('a page drawn on the server before a change was heard is corrected when it appears', async () => {
  followMatrix();
  const { client, applier } = open();
  void applier.apply([moved(5, [cell(4)])]);
  client.getQueryCache().build(
    client,
    { queryKey: [['stock', 'matrix']] },
    {
      ...new QueryClient().getQueryCache().build(new QueryClient(), { queryKey: ['x'] }).state,
      data: [cell(3)],
      status: 'success',
      dataUpdatedAt: 1,
    },
  );
  expect(client.getQueryData([['stock', 'matrix']])).toEqual([cell(4)]);
});

/** What the server drew with a page, as it comes to the browser. */
function drawn(queryKey: unknown[], data: unknown) {
  const server = new QueryClient();
  server.setQueryData(queryKey, data, { updatedAt: Number.MAX_SAFE_INTEGER });
  return dehydrate(server);
}

it('a page drawn before a change was heard does not bring the old figure back to a screen that shows the new one', async () => {
  followMatrix();
  const { client, applier } = open();
  const matrix = openQuery(client, ['stock', 'matrix']);
  matrix.asked[0]?.([cell(3)]);
  await turn();
  void applier.apply([moved(5, [cell(4)])]);
  expect(matrix.data()).toEqual([cell(4)]);
  hydrate(client, drawn([['stock', 'matrix'], { type: 'query' }], [cell(3)]));
  expect(matrix.data()).toEqual([cell(4)]);
});

it('a list drawn before a change was heard is fetched again when it comes to the screen', async () => {
  const { client, applier } = open();
  const list = openQuery(client, ['bagReceipts', 'list']);
  list.asked[0]?.('old');
  await turn();
  const heard = applier.apply([moved(1, [], 'H01', 'bag-receipts')]);
  await new Promise((resolve) => setTimeout(resolve, 150));
  list.asked[1]?.('new');
  await heard;
  hydrate(client, drawn([['bagReceipts', 'list'], { type: 'query' }], 'old'));
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  list.asked[2]?.('new');
  await turn();
  expect(list.data()).toBe('new');
});

it('what could not be read again is owed until it is, also when changes are laid over it meanwhile', async () => {
  followMatrix();
  const { client, applier } = open();
  const matrix = openQuery(client, ['stock', 'matrix']);
  matrix.asked[0]?.([cell(1), cell(1, 'H02')]);
  await turn();
  expect(applier.isBehind()).toBe(false);
  const read = applier.readAgain();
  matrix.lost[1]?.();
  await read;
  expect(applier.isBehind()).toBe(true);
  await applier.apply([moved(9, [cell(3)])]);
  expect(matrix.data()).toEqual([cell(3), cell(1, 'H02')]);
  expect(applier.isBehind()).toBe(true);
  // Asked for again by itself.
  await expect.poll(() => matrix.asked.length, { timeout: 3_000 }).toBe(3);
  expect(applier.isBehind()).toBe(true);
  matrix.lost[2]?.();
  await expect.poll(() => matrix.asked.length, { timeout: 5_000 }).toBe(4);
  matrix.asked[3]?.([cell(2), cell(7, 'H02')]);
  await turn();
  expect(applier.isBehind()).toBe(false);
  expect(matrix.data()).toEqual([cell(3), cell(7, 'H02')]);
});

it('an answer that says no is owed to nobody, and what is not on the screen neither', async () => {
  const { client, applier } = open();
  const list = openQuery(client, ['bagReceipts', 'list']);
  list.asked[0]?.('first');
  await turn();
  const lose = async (n: number, error?: string) => {
    const read = applier.readAgain();
    list.lost[n]?.(error);
    await read;
  };
  await lose(1, 'forbidden');
  expect(applier.isBehind()).toBe(false);
  await lose(2, 'internal');
  expect(applier.isBehind()).toBe(true);
  list.leave();
  expect(applier.isBehind()).toBe(false);
});

it('what was to be read again when it comes to the screen still is after a change was laid over it', async () => {
  followMatrix();
  const { client, applier } = open();
  const matrix = openQuery(client, ['stock', 'matrix']);
  matrix.asked[0]?.([cell(1)]);
  await turn();
  matrix.leave();
  await applier.readAgain();
  await applier.apply([moved(5, [cell(2)])]);
  const again = openQuery(client, ['stock', 'matrix']);
  expect(again.data()).toEqual([cell(2)]);
  await turn();
  expect(again.asked.length + matrix.asked.length, 'read when it is looked at').toBe(2);
});

it('an answer that was on its way when a change was heard is let come, and read once more', async () => {
  const { client, applier } = open();
  // Nothing of it is on the screen yet, and then again with an old answer.
  const list = openQuery(client, ['bagReceipts', 'list']);
  const change = () => applier.apply([moved(7, [], 'H01', 'bag-receipts')]);
  const heard = change();
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(list.asked).toHaveLength(1);
  list.asked[0]?.('before the change');
  await expect.poll(() => list.asked.length).toBe(2);
  list.asked[1]?.('after it');
  await heard;
  expect(list.data()).toBe('after it');
});

it('a server slower than the changes is not asked in vain for ever', async () => {
  const { client, applier } = open();
  const list = openQuery(client, ['bagReceipts', 'list']);
  list.asked[0]?.('first');
  await turn();
  const rounds = [1, 2, 3].map(async (n) => {
    await new Promise((resolve) => setTimeout(resolve, n * 1_100));
    await applier.apply([moved(7 + n, [], 'H01', 'bag-receipts')]);
  });
  await expect.poll(() => list.asked.length, { timeout: 3_000 }).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 4_500));
  expect(list.asked, 'one is on its way').toHaveLength(2);
  expect(applier.isBehind(), 'for longer than figures may be old').toBe(true);
  list.asked[1]?.('second');
  await expect.poll(() => list.asked.length).toBe(3);
  expect(list.data()).toBe('second');
  list.asked[2]?.('third');
  await Promise.all(rounds);
  expect([list.asked.length, list.data(), applier.isBehind()]).toEqual([3, 'third', false]);
});

it('a reading that nobody heard a change for is asked again too', async () => {
  const { client, applier } = open();
  const list = openQuery(client, ['bagReceipts', 'list']);
  list.lost[0]?.();
  await turn();
  expect(applier.isBehind()).toBe(true);
  await expect.poll(() => list.asked.length, { timeout: 3_000 }).toBe(2);
  list.asked[1]?.('there');
  await turn();
  expect(applier.isBehind()).toBe(false);
});
