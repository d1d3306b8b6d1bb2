import { execute } from '@/server/kernel/command';
import { cancelProcessing } from '@/server/modules/processings/cancel';
import { endProcessing } from '@/server/modules/processings/end';
import { startProcessing } from '@/server/modules/processings/start';
import { voidProcessing } from '@/server/modules/processings/void';
import { endingOf, endingOfStarted, type ProcessingWish, processingInput } from '../../support/city-work';
import type { DeedOf, Ending } from './deeds';
import { type Hands, reason } from './hands';
import { partsOf } from './making';

interface Made {
  readonly unitId: string;
  readonly productCode: string;
}

export async function startBags(hands: Hands, deed: DeedOf<'start'>): Promise<void> {
  const { city, names } = hands;
  const house = hands.houseOf(deed.hospital);
  const bags = hands.bagsOf(deed.bags);
  const wish = await wishOf(hands, deed.what, deed.isOpenSystem, deed.end);
  const input = await processingInput(city, house, bags, { kind: deed.what, isOpenSystem: deed.isOpenSystem });
  const answers = hands.bagsOf(deed.end?.answers ?? []);
  const body = { ...input, end: deed.end ? await endingOf(city, house, answers, wish) : undefined };
  const { id, outputs } = await execute(startProcessing, city.as(house.technician), body);
  names.bind(deed.key, id);
  hands.homes.set(deed.key, deed.hospital);
  nameMade(hands, deed.key, deed.what, deed.end, outputs);
}

export async function endStarted(hands: Hands, deed: DeedOf<'end'>): Promise<void> {
  const { city } = hands;
  const { id, kind, version, isOpenSystem } = await stored(hands, deed.processing);
  const house = houseOf(hands, deed.processing);
  const wish = await wishOf(hands, kind, isOpenSystem, deed);
  const ending = await endingOfStarted(city, house, id, hands.bagsOf(deed.answers), wish);
  const { outputs } = await execute(endProcessing, city.as(house.technician), { id, version, ...ending });
  nameMade(hands, deed.processing, kind, deed, outputs);
}

export async function cancelStarted(hands: Hands, deed: DeedOf<'cancel'>): Promise<void> {
  const { id, version } = await stored(hands, deed.processing);
  const { technician } = houseOf(hands, deed.processing);
  const spoiledUnitIds = deed.spoiled.map(hands.names.idOf);
  await execute(cancelProcessing, hands.city.as(technician), { id, version, reason, spoiledUnitIds });
}

export async function voidEnded(hands: Hands, deed: DeedOf<'void-processing'>): Promise<void> {
  const { id, version } = await stored(hands, deed.processing);
  const { reviewer } = houseOf(hands, deed.processing);
  await execute(voidProcessing, hands.city.as(reviewer), { id, version, reason });
}

function houseOf({ homes, pairAt }: Hands, key: string) {
  return pairAt(homes.get(key) ?? 0);
}

/** As whoever opens it at the desk sees it. */
async function stored({ city, names }: Hands, key: string) {
  const id = names.idOf(key);
  const [row] = await city.owner<{ kind: ProcessingWish['kind']; version: number; isOpenSystem: boolean }[]>`
    select kind, version, is_open_system as "isOpenSystem" from processings where id = ${id}`;
  return { id, ...(row ?? ({ kind: 'open', version: 1, isOpenSystem: false } as const)) };
}

async function wishOf(
  { city, names }: Hands,
  kind: ProcessingWish['kind'],
  isOpenSystem: boolean,
  end: Ending | null,
): Promise<ProcessingWish> {
  if (!end) return { kind, isOpenSystem };
  const ids = end.answers.map(names.idOf);
  const rows = await city.owner<
    { id: string; amount: number }[]
  >`select id, amount from blood_units where id = any(${ids})`;
  const amounts = new Map(rows.map(({ id, amount }) => [id, amount]));
  const parts = (id: string) => (kind === 'split' ? partsOf(amounts.get(id) ?? 0, end.loss, end.isShort) : []);
  return { kind, isOpenSystem, parts, loss: end.loss, spoiled: end.spoiled.map(names.idOf) };
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** What came out, named after what it was made of: parts by their letter, in the order of the bags that were divided. */
function nameMade(
  { know, productOf }: Hands,
  key: string,
  kind: ProcessingWish['kind'],
  end: Ending | null,
  outputs: readonly Made[],
): void {
  if (!end) return;
  const done = end.answers.filter((answer) => !end.spoiled.includes(answer));
  for (const [n, { unitId, productCode }] of outputs.entries()) {
    const parent = done[kind === 'split' ? Math.floor(n / 2) : n] ?? '?';
    if (kind === 'pool') know(`${key}.p`, unitId, 'pooled');
    else if (kind === 'wash') know(`${parent}.w`, unitId, 'washed');
    else know(`${parent}/${letters.indexOf(productCode.charAt(6))}`, unitId, productOf(parent));
  }
}
