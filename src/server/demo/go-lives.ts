import type { DeclaredCell } from '@/domain/declared-stock/schema';
import { allSeen, openingCovers } from '@/domain/go-lives/covers';
import { linesOfBags } from '../acting/bags';
import { execute } from '../kernel/command';
import { runRead } from '../kernel/read';
import type { Request } from '../kernel/scope';
import { declareStock } from '../modules/declared-stock/declare';
import { openDeclaration } from '../modules/declared-stock/open';
import { mapCode } from '../modules/go-lives/codes';
import { countShelf } from '../modules/go-lives/count';
import { getGoLive } from '../modules/go-lives/get';
import { openGoLive } from '../modules/go-lives/open';
import { postOpening } from '../modules/go-lives/post';
import type { LabelledLine } from '../modules/go-lives/read-lines';
import type { Runtime } from '../runtime';
import { actAs, requestOf, signAs } from './actors';
import { createDonations, makeBag } from './bags';
import { houseGoingLive, products } from './city';
import { countLedger } from './declare';
import { openPlaces } from './places';
import { createRandom } from './random';
import { type DemoHand, enterPatients, issueToSomebody } from './recent';

type SetClock = (offset: string) => Promise<Date>;

/**
 * 上线: a house that worked elsewhere had its shelf counted by two five days ago, works here since and declares beside its new ledger. On one day the two
 * counts differed by a bag; two days of the trial are still to come.
 */
export async function bringGoLive(runtime: Runtime, setClock: SetClock): Promise<void> {
  const first = requestOf(runtime, await actAs(runtime, houseGoingLive, '1001'));
  const head = await actAs(runtime, houseGoingLive, '1002');
  const second = requestOf(runtime, head);
  const now = await setClock('-122 hours');
  const { id } = await execute(openGoLive, second, {});
  for (const [houseCode, target] of [
    ['XHX2', 'P0056V00'],
    ['XJ1', 'P0147VA0'],
  ] as const)
    await execute(mapCode, first, { kind: 'product', houseCode, target, version: null });
  const lines = shelfOf(now);
  const count = async (by: Request, seen: readonly LabelledLine[]) => {
    const { version } = await runRead(getGoLive, by, { id });
    return execute(countShelf, by, { id, version, lines: [...seen] });
  };
  await count(first, lines);
  // One bag was on the bench and not on the shelf when the second counted.
  await count(second, lines.slice(1));
  const goLive = await runRead(getGoLive, second, { id });
  const roundId = goLive.rounds.find(({ state }) => state === 'counted')?.id ?? '';
  const body = { roundId, seen: allSeen(goLive.rows ?? []), words: '一袋在配血台，次日随到货补盘' };
  await execute(postOpening, first, {
    id,
    version: goLive.version,
    ...body,
    second: await signAs(runtime, head, openingCovers(body)),
  });
  await openPlaces(runtime, houseGoingLive);
  const hand: DemoHand = {
    ...{ runtime, random: createRandom(12), donations: createDonations(745_000), patients: new Map() },
  };
  await enterPatients(hand, houseGoingLive);
  for (const daysAgo of [4, 3, 2, 1]) {
    const at = await setClock(`-${daysAgo * 24 + 2} hours`);
    await issueToSomebody(hand, houseGoingLive, at, 1);
    await issueToSomebody(hand, houseGoingLive, at, 2);
    const cells = await countLedger(first);
    await declare(first, daysAgo === 3 ? withoutOneBag(cells) : cells);
  }
  const at = await setClock('-3 hours');
  // A draw may find nothing that fits; a house of which nothing was heard for a day is silent.
  for (let tries = 0; tries < 20; tries++) if (await issueToSomebody(hand, houseGoingLive, at, 1)) break;
}

async function declare(by: Request, cells: readonly DeclaredCell[]): Promise<void> {
  const { standing, today } = await runRead(openDeclaration, by, {});
  if (!standing)
    await execute(declareStock, by, { day: today, version: null, cells: [...cells], areZeroesConfirmed: true });
}

function withoutOneBag(cells: readonly DeclaredCell[]): DeclaredCell[] {
  const lost = cells.findIndex(({ amount }) => amount >= 200);
  return cells.map((cell, index) => (index === lost ? { ...cell, amount: cell.amount - 200 } : cell));
}

/** What stood there: long enough to live that none expires while the demo is young. */
function shelfOf(now: Date): LabelledLine[] {
  const random = createRandom(11);
  const donations = createDonations(740_000);
  const kept = products.filter(({ shelfDays }) => shelfDays > 20);
  const bags = kept.flatMap((product) => Array.from({ length: 6 }, () => makeBag(product, now, random, donations)));
  return linesOfBags(bags).map((line) => ({
    ...line,
    labelScheme: 'isbt128',
    intendedUse: 'allogeneic',
    entry: 'scan',
    stationId: 'S01',
  }));
}
