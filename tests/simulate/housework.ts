import { processingCovers } from '@/domain/processings/covers';
import { equalParts } from '@/domain/processings/parts';
import { releaseHoldCovers } from '@/domain/stock/holds';
import { stocktakeCovers } from '@/domain/stocktakes/covers';
import type { House } from './city';
import { type Hand, lookIntoCell } from './deeds';
import { drawByShare } from './population';

const dayMs = 86_400_000;

const processingShares = [
  ['thaw', 0.7],
  ['split', 0.15],
  ['irradiate', 0.15],
] as const;
type SimulatedKind = (typeof processingShares)[number][0];
const processed: Record<SimulatedKind, readonly string[]> = {
  thaw: ['ffp', 'cryo'],
  split: ['rbc-lr', 'rbc-suspended'],
  irradiate: ['rbc-lr', 'plt-apheresis'],
};
const devices: Record<SimulatedKind, string> = { thaw: '血浆解冻箱', split: '无菌接驳机', irradiate: '血液辐照仪' };

/**
 * Bags are thawed, split or irradiated, checked by a second person: posted at once or started first, and then ended or called off. Now and then the
 * wrong bag lies in the bath, plasma is to be split as ice, a bag bursts, an entry is mistaken.
 */
export async function processBags(hand: Hand, house: House): Promise<void> {
  const { random } = hand;
  const { technician, reviewer } = house;
  const kind = drawByShare(random, processingShares);
  const of = random.next() < 0.06 ? random.pick([...processed.thaw, ...processed.split]) : random.pick(processed[kind]);
  const bags = await lookIntoCell(hand, house, (component) => component === of);
  // What ends within two days is thawed already.
  const whole = bags.filter(({ expiresAt }) => kind !== 'thaw' || expiresAt.getTime() - Date.now() > 2 * dayMs);
  const chosen = whole.slice(-random.between(2, 8)).slice(0, kind === 'thaw' ? random.between(1, 2) : 1);
  if (chosen.length === 0) return;
  const how = {
    kind,
    device: devices[kind],
    unitIds: chosen.map(({ id }) => id),
    ...(kind === 'split' ? { isOpenSystem: false } : {}),
  };
  const ended = chosen.map(({ id: unitId, amount }) => {
    const isSpoiled = random.next() < 0.02;
    return {
      unitId,
      outcome: isSpoiled ? ('spoiled' as const) : ('done' as const),
      parts: kind === 'split' && !isSpoiled ? equalParts(amount, 2) : [],
      loss: 0,
    };
  });
  const finish = async (covers: Parameters<typeof processingCovers>[0]) => {
    const [token = ''] = await technician.sign(processingCovers(covers), ['1002']);
    return { bags: ended, second: { by: 'token' as const, token } };
  };
  const isAtOnce = random.next() < 0.6;
  const end = isAtOnce ? await finish({ ...how, bags: ended }) : null;
  const started = await technician.command(`processings.start (${kind})`, (key) =>
    technician.api.processings.start.mutate({ key, data: { ...how, ...(end ? { end } : {}) } }),
  );
  const { id } = started;
  let { version } = started;
  if (!isAtOnce && random.next() < 0.15) {
    await technician.command('processings.cancel', (key) =>
      technician.api.processings.cancel.mutate({ key, data: { id, version, reason: '手术取消，不用了' } }),
    );
    return;
  }
  if (!isAtOnce) {
    const standing = await technician.ask(() => technician.api.processings.get.query({ id }));
    const ending = await finish({ ...standing, bags: ended });
    ({ version } = await technician.command('processings.end', (key) =>
      technician.api.processings.end.mutate({ key, data: { id, version, ...ending } }),
    ));
  }
  if (random.next() < 0.03)
    await reviewer.command('processings.void', (key) =>
      reviewer.api.processings.void.mutate({ key, data: { id, version, reason: '登记错了袋' } }),
    );
}

/** Red cells are put into another fridge; now and then somebody opens the freezer for them. */
export async function putAway(hand: Hand, house: House): Promise<void> {
  const { random } = hand;
  const { technician } = house;
  const places = await technician.ask(() => technician.api.storagePlaces.list.query({}));
  const wanted = random.next() < 0.05 ? 'frozen' : 'red_cells';
  const fit = places.filter(({ placeClass, state }) => placeClass === wanted && state === 'active');
  if (fit.length === 0) return;
  const { id: placeId, code } = random.pick(fit);
  const bags = await lookIntoCell(hand, house, (component) => component.startsWith('rbc'));
  const unitIds = bags
    .filter(({ storagePlace }) => storagePlace !== code)
    .slice(0, random.between(1, 3))
    .map(({ id }) => id);
  if (unitIds.length === 0) return;
  await technician.command('storage-places.move', (key) =>
    technician.api.storagePlaces.move.mutate({ key, data: { placeId, unitIds } }),
  );
}

/** A place is counted by two. Now and then a bag stands behind the others: nobody says so and the count is refused, or it is searched for and comes back by two. */
export async function countPlace({ random }: Hand, { technician, reviewer }: House): Promise<void> {
  const places = await technician.ask(() => technician.api.storagePlaces.list.query({}));
  const filled = places.filter(({ bags }) => bags > 0 && bags < 300);
  if (filled.length === 0) return;
  const { id: placeId } = random.pick(filled);
  const { at, bags } = await technician.ask(() => technician.api.stocktakes.open.query({ placeId }));
  const hidden = random.next() < 0.15 ? bags.find(({ state }) => state === 'available') : undefined;
  const isNoticed = random.next() < 0.7;
  const count = {
    placeId,
    startedAt: at,
    scans: bags
      .filter(({ id }) => id !== hidden?.id)
      .map(({ id, donationNo, productCode }) => ({ unitId: id, donationNo, productCode, at })),
    missingUnitIds: hidden && isNoticed ? [hidden.id] : [],
    words: '',
  };
  const [token = ''] = await technician.sign(stocktakeCovers(count), ['1002']);
  const { missing } = await technician.command('stocktakes.sign', (key) =>
    technician.api.stocktakes.sign.mutate({ key, data: { ...count, second: { by: 'token', token } } }),
  );
  if (!hidden || missing === 0) return;
  const custody = { minutesOut: 0, place: '同一冰箱后排' };
  const grounds = { bags: [{ unitId: hidden.id, custody }], reason: '盘点后在后排找到' };
  const [second = ''] = await reviewer.sign(releaseHoldCovers(grounds), ['1001']);
  await reviewer.command('stock.release-hold', (key) =>
    reviewer.api.stock.releaseHold.mutate({ key, data: { ...grounds, second: { by: 'token', token: second } } }),
  );
}
