import { execute } from '@/server/kernel/command';
import { closeShort } from '@/server/modules/bag-receipts/close-short';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { emergencyIssue } from '@/server/modules/clinical-issues/emergency';
import { lapseReservations } from '@/server/modules/clinical-issues/lapse';
import { reserveBags } from '@/server/modules/clinical-issues/reserve';
import { unreserveBags } from '@/server/modules/clinical-issues/unreserve';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { voidOutbound } from '@/server/modules/other-outbounds/void';
import { voidShipment } from '@/server/modules/shipments/void';
import { expireBags } from '@/server/modules/stock/expire';
import { holdBags } from '@/server/modules/stock/hold';
import {
  issueBags,
  labelRead,
  receiveBags,
  releaseBags,
  releaseHeld,
  reservationInput,
  sendOut,
  shipBags,
} from '../../support/city-work';
import type { Deed, DeedOf } from './deeds';
import { asTheyTravel, type Hands, noteOf, reason } from './hands';
import { countPlace, enterPaper, resolveOne } from './perform-facts';
import { openShelf, voidOne } from './perform-openings';
import { cancelStarted, endStarted, startBags, voidEnded } from './perform-processings';

/** A deed of the model by the real verb, by whoever does it at the bench. */
export async function perform(hands: Hands, deed: Deed): Promise<void> {
  const { city, names } = hands;
  const at = (key: string) => hands.pairAt(hands.homes.get(key) ?? 0);
  const undo = (key: string) => ({ id: names.idOf(key), version: 1, reason });
  switch (deed.kind) {
    case 'release': {
      const wishes = Array.from({ length: deed.count }, () => ({ product: deed.product, hours: deed.hours }));
      const bags = await releaseBags(city, hands.pairAt('station').technician, wishes);
      for (const [n, bag] of bags.entries()) hands.know(`${deed.key}.${n}`, bag.id, deed.product);
      return;
    }
    case 'ship': {
      const clerk = hands.pairAt('station').technician;
      const note = noteOf(deed.key);
      names.bind(
        note,
        await shipBags(city, clerk, hands.orgs[deed.to], await asTheyTravel(hands, hands.bagsOf(deed.bags))),
      );
      hands.homes.set(note, deed.to);
      return;
    }
    case 'receive': {
      const note = noteOf(deed.shipment);
      const bags = deed.lines.map((line) => ({ ...hands.bagOf(line.bag), outcome: line.outcome }));
      names.bind(deed.key, (await receiveBags(city, at(note), names.idOf(note), await asTheyTravel(hands, bags))).id);
      hands.homes.set(deed.key, hands.homes.get(note) ?? 0);
      return;
    }
    case 'void-receipt':
      await execute(voidReceipt, city.as(at(deed.receipt).reviewer), undo(deed.receipt));
      return;
    case 'void-shipment': {
      const note = { id: names.idOf(noteOf(deed.shipment)), version: deed.version, reason };
      await execute(voidShipment, city.as(hands.pairAt('station').technician), note);
      return;
    }
    case 'close-short': {
      const note = noteOf(deed.shipment);
      await execute(closeShort, city.as(at(note).technician), { shipmentId: names.idOf(note), reason });
      return;
    }
    case 'void-issue':
      await execute(voidIssue, city.as(at(deed.issue).reviewer), undo(deed.issue));
      return;
    case 'void-outbound':
      await execute(voidOutbound, city.as(at(deed.outbound).reviewer), undo(deed.outbound));
      return;
    case 'reserve':
    case 'unreserve':
    case 'issue':
    case 'emergency':
      return forPatient(hands, deed);
    case 'discard':
    case 'lose':
    case 'use-up':
    case 'return':
    case 'transfer':
      return leave(hands, deed);
    case 'start':
      return startBags(hands, deed);
    case 'end':
      return endStarted(hands, deed);
    case 'cancel':
      return cancelStarted(hands, deed);
    case 'void-processing':
      return voidEnded(hands, deed);
    case 'hold':
      await execute(holdBags, city.as(hands.pairAt(deed.place).technician), {
        unitIds: deed.bags.map(names.idOf),
        cause: 'label',
      });
      return;
    case 'release-quarantine':
      return release(hands, deed);
    case 'stocktake':
      return countPlace(hands, deed);
    case 'opening':
      return openShelf(hands, deed);
    case 'void-opening':
      return voidOne(hands, deed);
    case 'paper':
      return enterPaper(hands, deed);
    case 'resolve':
      return resolveOne(hands, deed);
    case 'sweep':
      await expireBags(city.runtime);
      await lapseReservations(city.runtime);
      return;
    case 'wait':
      return city.wait(8);
  }
}

async function forPatient(hands: Hands, deed: DeedOf<'reserve' | 'unreserve' | 'issue' | 'emergency'>): Promise<void> {
  const { city, names } = hands;
  const house = hands.houseOf(deed.hospital);
  const unitIds = deed.bags.map(names.idOf);
  if (deed.kind === 'unreserve') {
    await execute(unreserveBags, city.as(house.technician), { unitIds, reason });
    return;
  }
  const patientId = hands.patientOf(deed.hospital, deed.patient);
  const bags = hands.bagsOf(deed.bags);
  if (deed.kind === 'reserve') {
    await execute(reserveBags, city.as(house.technician), await reservationInput(city, house, patientId, bags));
    return;
  }
  const issued =
    deed.kind === 'issue'
      ? await issueBags(city, house, patientId, bags)
      : await execute(emergencyIssue, city.as(house.nurse), {
          patient: { kind: 'registered', patientId },
          askedBy: '急诊',
          reason: '大出血',
          unitIds,
        });
  names.bind(deed.key, issued.id);
  hands.homes.set(deed.key, deed.hospital);
}

const outboundKinds = {
  discard: 'discard',
  lose: 'loss',
  'use-up': 'research',
  return: 'return',
  transfer: 'transfer',
} as const;

async function leave(
  { city, names, homes, orgs, pairAt, bagsOf }: Hands,
  deed: DeedOf<'discard' | 'lose' | 'use-up' | 'return' | 'transfer'>,
): Promise<void> {
  const { key, hospital, kind, bags } = deed;
  const to = kind === 'return' ? 'station' : kind === 'transfer' ? deed.to : null;
  const journey = to === null ? {} : { toOrgId: orgs[to] };
  const sent = await sendOut(city, pairAt(hospital), bagsOf(bags), { kind: outboundKinds[kind], ...journey });
  names.bind(key, sent.id);
  homes.set(key, hospital);
  if (!sent.shipmentId || to === null) return;
  names.bind(noteOf(key), sent.shipmentId);
  homes.set(noteOf(key), to);
}

/** With every ground that any hold asks for, by two. */
async function release({ city, names, pairAt }: Hands, deed: DeedOf<'release-quarantine'>): Promise<void> {
  const { reviewer, technician } = pairAt(deed.place);
  await releaseHeld(city, reviewer, technician, deed.bags.map(names.idOf), {
    ...labelRead(),
    custody: { minutesOut: 5, place: '发血窗口' },
    // Missed by a count, or out and back, while it was on hold: it is in hand again.
    alsoSeen: ['under_search', 'issue_voided', 'outbound_voided'],
  });
}
