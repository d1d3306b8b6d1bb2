import type { Runtime } from '../runtime';
import type { Donations } from './bags';
import { organisations } from './city';
import {
  countPlace,
  discardBags,
  enterSheet,
  layOutSheets,
  receiveAwaited,
  returnBags,
  splitBag,
  thawForSomebody,
  thawPlasma,
  transferBags,
} from './housework';
import { createRandom, type Random } from './random';
import { type DemoHand, enterPatients, issueToSomebody, receiveShipment, sendShipment } from './recent';

const hospitals = organisations.filter((org) => org.kind === 'hospital');
const houses = hospitals.map((org) => org.id);
/** Whose lists a newcomer opens first. */
const newcomers = 'H01';

/** Sets the city's clock so far from now. @returns what it shows then. */
type SetClock = (offset: string) => Promise<Date>;

/** The last days by the same verbs that people use: released, shipped, scanned in, issued, and what a house does beside that. */
export async function liveRecentDays(
  runtime: Runtime,
  random: Random,
  donations: Donations,
  days: number,
  setClock: SetClock,
): Promise<void> {
  const hand: DemoHand = { runtime, random, donations, patients: new Map() };
  await setClock(`-${days} days`);
  for (const orgId of houses) await enterPatients(hand, orgId);
  const sheetId = await layOutSheets(hand, newcomers);
  for (let day = days; day > 0; day--) {
    for (const [index, org] of hospitals.entries()) {
      const now = await setClock(`-${day * 24 - 2 - index} hours`);
      const shipmentId = await sendShipment(hand, org.id, now, 1);
      if (!shipmentId) continue;
      await setClock(`-${day * 24 - 3 - index} hours`);
      await receiveShipment(hand, org.id, shipmentId);
    }
    for (let round = 0; round < 3; round++) {
      for (const [index, org] of hospitals.entries()) {
        const now = await setClock(`-${day * 24 - 9 - round * 4} hours -${index * 7} minutes`);
        await issueToSomebody(hand, org.id, now, Math.max(1, random.about(3 * org.scale)));
      }
    }
    // Draws of its own: what lorries bring and patients get is the same with it and without.
    await keepHouse({ ...hand, random: createRandom(day) }, { day, sheetId }, setClock);
  }
}

/** After the last round of the wards: something in every list of the newcomer's house, a little of it in the others. */
async function keepHouse(
  hand: DemoHand,
  { day, sheetId }: { readonly day: number; readonly sheetId: string | undefined },
  setClock: SetClock,
): Promise<void> {
  let minutes = 0;
  const later = () => {
    minutes += 11;
    return setClock(`-${day * 24 - 18} hours ${minutes} minutes`);
  };
  const others = houses.filter((orgId) => orgId !== newcomers);
  const other = others[day % others.length] ?? newcomers;
  for (const orgId of [newcomers, other]) {
    await discardBags(hand, orgId, await later());
    await thawForSomebody(hand, orgId, await later());
  }
  if (day === 3) {
    await splitBag(hand, newcomers);
    await countPlace(hand, other, await later(), 'R1');
  }
  if (day === 2) {
    if (sheetId) await enterSheet(hand, newcomers, await later(), sheetId);
    await countPlace(hand, newcomers, await later(), 'R2');
    if (await returnBags(hand, newcomers)) {
      await later();
      await receiveAwaited(hand, 'S01', houses);
    }
  }
  if (day === 1) {
    await splitBag(hand, other);
    if (await transferBags(hand, newcomers, other)) {
      await later();
      await receiveAwaited(hand, other, houses);
    }
    // One stands thawed when the newcomer comes.
    await thawPlasma(hand, newcomers, await later());
  }
}
