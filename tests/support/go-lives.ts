import { encodeDonationNumber } from '@/domain/blood/barcodes/encode';
import { allSeen, openingCovers, startCovers } from '@/domain/go-lives/covers';
import { differingOf } from '@/domain/go-lives/trial';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { AppError } from '@/server/kernel/errors';
import { runRead } from '@/server/kernel/read';
import { declareStock } from '@/server/modules/declared-stock/declare';
import { openDeclaration } from '@/server/modules/declared-stock/open';
import { countShelf } from '@/server/modules/go-lives/count';
import { getGoLive } from '@/server/modules/go-lives/get';
import { openGoLive } from '@/server/modules/go-lives/open';
import { postOpening } from '@/server/modules/go-lives/post';
import type { LabelledLine } from '@/server/modules/go-lives/read-lines';
import { type TrialCity, type TrialProduct, trialProducts } from './city';
import { type House, nextDonationNo, signIn } from './city-work';

/** A bag on the shelf of a house that nobody has registered here. */
export async function shelfLine(
  city: TrialCity,
  {
    donationNo = nextDonationNo(),
    product = 'red',
    abo = 'O',
    hours = 240,
    ...more
  }: { donationNo?: string; product?: TrialProduct; hours?: number } & Partial<LabelledLine> = {},
): Promise<LabelledLine & { donationNo: string }> {
  const now = await city.now();
  const expiresAt = new Date(now.getTime() + hours * 3_600_000);
  return {
    donation: encodeDonationNumber(donationNo),
    labelScheme: 'isbt128',
    productCode: trialProducts[product].productCode,
    abo,
    rhd: 'positive',
    intendedUse: 'allogeneic',
    expiresAt,
    collectedAt: null,
    preparedAt: null,
    entry: 'scan',
    stationId: 'S01',
    ...more,
    donationNo,
  };
}

const bare = (lines: readonly (LabelledLine & { donationNo?: string })[]) =>
  lines.map(({ donationNo: _, ...line }) => line);

export function readGoLive(city: TrialCity, by: UserActor, id: string) {
  return runRead(getGoLive, city.as(by), { id });
}

export async function countBy(
  city: TrialCity,
  by: UserActor,
  id: string,
  lines: readonly LabelledLine[],
  more: { version?: number; isShelfEmpty?: boolean } = {},
) {
  const version = more.version ?? (await readGoLive(city, by, id)).version;
  const { isShelfEmpty = false } = more;
  return execute(countShelf, city.as(by), { id, version, lines: bare(lines), isShelfEmpty });
}

/** Both have counted: the first by the reviewer, the second by the technician. */
export async function countedByTwo(
  city: TrialCity,
  house: House,
  id: string,
  first: readonly LabelledLine[],
  second: readonly LabelledLine[] = first,
) {
  await countBy(city, house.reviewer, id, first);
  return countBy(city, house.technician, id, second);
}

/** Said of what earlier tests have left on the shelf and is not counted here. */
const checked = '已逐袋核对';

/** What the desk of the technician sends when the reviewer signs beside. */
export async function openingInput(city: TrialCity, house: House, id: string, words = checked) {
  const goLive = await readGoLive(city, house.technician, id);
  const roundId = goLive.rounds.find(({ state }) => state === 'counted')?.id ?? '';
  const body = { roundId, seen: allSeen(goLive.rows ?? []), words };
  return {
    id,
    version: goLive.version,
    ...body,
    second: await signIn(city, house.technician, house.reviewer, openingCovers(body)),
  };
}

export async function postBags(city: TrialCity, house: House, id: string, words = checked) {
  return execute(postOpening, city.as(house.technician), await openingInput(city, house, id, words));
}

/** A house in its trial, with these bags on its shelf. */
export async function openTrial(city: TrialCity, house: House, lines: readonly LabelledLine[]) {
  const { id } = await execute(openGoLive, city.as(house.reviewer), {});
  await countedByTwo(city, house, id, lines);
  await postBags(city, house, id);
  return id;
}

/** The house's own count of today: hundredths of red cells, O positive, unless more is said. */
export async function declareToday(
  city: TrialCity,
  by: UserActor,
  amount: number,
  reason = '',
): Promise<{ day: string }> {
  const { today, standing } = await runRead(openDeclaration, city.as(by), {});
  return execute(declareStock, city.as(by), {
    day: today,
    version: standing?.version ?? null,
    cells: [{ component: 'rbc-suspended', abo: 'O', rhd: 'positive', amount }],
    entry: 'form',
    areZeroesConfirmed: true,
    reason,
  });
}

/** What the start sends, signed by the reviewer and beside him the technician. */
export async function startOf(city: TrialCity, house: House, id: string, reason = '') {
  const { version, days } = await readGoLive(city, house.reviewer, id);
  const last = days.find(({ declaredAt }) => declaredAt !== null);
  const body = { id, version, lastDay: last?.day ?? '2026-01-01', differing: last ? differingOf(last) : [], reason };
  return { ...body, second: await signIn(city, house.reviewer, house.technician, startCovers(body)) };
}

/** What was counted: not what the ledger has beside, from earlier tests. */
export const countedRows = <R extends { readonly outcome: string }>(rows: readonly R[] | null) =>
  (rows ?? []).filter(({ outcome }) => outcome !== 'missing');

/** The codes of what was refused; the error's own where no rule was broken. */
export const codesOf = (run: Promise<unknown>) =>
  run.then(
    () => ['ok'],
    (error) => {
      if (!(error instanceof AppError)) throw error;
      return error.violations.length > 0 ? error.violations.map(({ code }) => code) : [error.code as string];
    },
  );

export const errorOf = (run: Promise<unknown>) =>
  run.then(
    () => 'ok',
    (error: AppError) => error.code as string,
  );

/** Puts aside whatever the house has open, wherever a test has left it, and opens a new one. */
export async function beginGoLive(city: TrialCity, by: House): Promise<string> {
  const [open] = await city.owner<{ id: string }[]>`
    select id from go_lives where org_id = ${by.reviewer.orgId} and state in ('preparing', 'trial', 'live')`;
  if (open) {
    await city.owner`alter table go_lives disable trigger user`;
    await city.owner`update go_lives set state = 'withdrawn', reason = 'beside', started_at = null where id = ${open.id}`;
    await city.owner`alter table go_lives enable trigger user`;
  }
  return (await execute(openGoLive, city.as(by.reviewer), {})).id;
}
