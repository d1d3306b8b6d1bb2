import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '@/server/kernel/actor';
import { execute } from '@/server/kernel/command';
import { runRead } from '@/server/kernel/read';
import { voidReceipt } from '@/server/modules/bag-receipts/void';
import { lookupBag } from '@/server/modules/clinical-issues/candidates';
import { voidIssue } from '@/server/modules/clinical-issues/void';
import { voidOutbound } from '@/server/modules/other-outbounds/void';
import { holdBags } from '@/server/modules/stock/hold';
import { readHolds } from '@/server/modules/stock/holds';
import { moveBags } from '@/server/modules/storage-places/move';
import { readTemperature } from '@/server/modules/storage-places/read-temperature';
import { openCity, type TrialCity } from '../../support/city';
import {
  addPatient,
  addPlace,
  type Bag,
  enterSheet,
  type House,
  issueBags,
  labelRead,
  openHouse,
  paperLine,
  processBags,
  receiveBags,
  releaseBags,
  releaseHeld,
  resolve,
  sendOut,
  shipBags,
  stockBags,
} from '../../support/city-work';

let city: TrialCity;
let clerk: UserActor;
let house: House;
let stranger: House;
let station: Pick<House, 'technician' | 'reviewer'>;
let places = 0;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '1001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  stranger = await openHouse(city, 'H02');
  station = { technician: clerk, reviewer: (await city.enter('S01', '1002', ['station_clerk'])).actor };
});
afterAll(async () => {
  expect(await city?.reconcile()).toEqual([]);
  await city?.close();
});

/** A fridge of its own with one bag. */
async function fridge() {
  places += 1;
  const place = await addPlace(city, house, `L${places}`);
  const [bag] = await stockBags(city, clerk, house, [{}]);
  if (!bag) throw new Error('one bag');
  await execute(moveBags, city.as(house.technician), { placeId: place.id, unitIds: [bag.id] });
  return { place, bag };
}
/** What was on the display then, to be written down later. */
async function onDisplay(celsius: number): Promise<{ celsius: number; readAt: Date }> {
  await city.wait(1 / 30);
  const readAt = await city.now();
  await city.wait(1 / 30);
  return { celsius, readAt };
}
const write = async (place: { id: string }, ...readings: { celsius: number; readAt: Date }[]) => {
  for (const { celsius, readAt } of readings)
    await execute(readTemperature, city.as(house.technician), {
      placeId: place.id,
      celsius,
      readAt,
      ...(celsius > 6 ? { again: celsius } : {}),
    });
};
const stateOf = async (bag: Pick<Bag, 'id'>) => {
  const [row] = await city.owner<{ state: string; holdReason: string | null }[]>`
    select state, hold_reason as "holdReason" from blood_units where id = ${bag.id}`;
  return [row?.state, row?.holdReason ?? null];
};
const openHoldsOf = async (bag: Pick<Bag, 'id'>) =>
  (await runRead(readHolds, city.as(house.technician), { unitIds: [bag.id] })).bags[0]?.openHolds;
/** °C of the readings of which whoever has this bag was told. */
const toldOf = async ({ id }: Pick<Bag, 'id'>) =>
  (
    await city.owner<{ celsius: number }[]>`
      select (i.facts->>'celsius')::float8 as celsius from incidents i join incident_bags b on b.incident_id = i.id
      where i.rule = 'stood_out_of_range' and b.unit_id = ${id}`
  ).map(({ celsius }) => celsius);

describe.each([
  ['before the form that tells of the issue', true],
  ['after it', false],
])('a reading out of range that is written down %s tells whoever has the bag', (_, isFirst) => {
  const inOrder = async (place: { id: string }, readings: { celsius: number; readAt: Date }[], bag: object) => {
    const given = await paperLine(city, bag as never, { minutesAgo: 2 });
    await city.wait(0.5);
    if (isFirst) await write(place, ...readings);
    await enterSheet(city, house.technician, [given]);
    if (!isFirst) await write(place, ...readings);
  };

  it('though it was the bag that this one was made of which stood there', async () => {
    const { place, bag } = await fridge();
    const readings = [await onDisplay(12), await onDisplay(4)];
    const split = await processBags(city, house, [bag], { kind: 'split', parts: [100, 100] });
    const [part] = await city.owner<{ id: string; donationNo: string; productCode: string }[]>`
      select id, donation_no as "donationNo", product_code as "productCode" from blood_units
      where id in (select child_id from unit_parents where processing_id = ${split.id}) order by product_code limit 1`;
    if (!part) throw new Error('two parts');
    await city.wait(0.5);
    await inOrder(place, readings, { ...bag, ...part });
    expect(await toldOf(part)).toEqual([12]);
  });

  it('though the bag was on hold for something else, and released by two who did not know', async () => {
    const { place, bag } = await fridge();
    await execute(holdBags, city.as(house.technician), { unitIds: [bag.id], cause: 'appearance', words: '' });
    const readings = [await onDisplay(12)];
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], {});
    await city.wait(0.5);
    await inOrder(place, readings, bag);
    expect(await toldOf(bag)).toEqual([12]);
  });

  it('though the bag was sent away and taken back since', async () => {
    const { place, bag } = await fridge();
    const readings = [await onDisplay(12), await onDisplay(4)];
    const sent = await sendOut(city, house, [bag], { kind: 'transfer', toOrgId: 'H02' });
    await execute(voidOutbound, city.as(house.reviewer), { id: sent.id, version: 1, reason: '车没走' });
    expect(await stateOf(bag)).toEqual(['available', null]);
    await city.wait(0.5);
    await inOrder(place, readings, bag);
    expect(await toldOf(bag)).toEqual([12]);
  });

  it('once, of two bags of one place, by one incident', async () => {
    const { place, bag } = await fridge();
    const [other] = await stockBags(city, clerk, house, [{}]);
    if (!other) throw new Error('one bag');
    await execute(moveBags, city.as(house.technician), { placeId: place.id, unitIds: [other.id] });
    const readings = [await onDisplay(12)];
    await city.wait(0.5);
    const given = [await paperLine(city, bag, { minutesAgo: 2 }), await paperLine(city, other, { minutesAgo: 2 })];
    await city.wait(0.5);
    if (isFirst) await write(place, ...readings);
    await enterSheet(city, house.technician, given);
    if (!isFirst) await write(place, ...readings);
    expect(
      await city.owner`select count(*)::int as count from incidents where rule = 'stood_out_of_range' and record_no = ${place.code}`,
    ).toEqual([{ count: 1 }]);
  });

  it.each([
    ['another house', true],
    ['nobody', false],
  ])('or stands in the way of its release, of a bag that came on paper and that %s had', async (__, isKnown) => {
    places += 1;
    const place = await addPlace(city, house, `L${places}`, 'red_cells', true);
    const [known] = await releaseBags(city, clerk, [{}]);
    if (!known) throw new Error('one bag');
    const donationNo = isKnown ? known.donationNo : `${known.donationNo.slice(0, 7)}9${known.donationNo.slice(8)}`;
    await city.wait(0.5);
    const came = await paperLine(city, { ...known, donationNo }, {
      kind: 'received',
      minutesAgo: 20,
      entry: 'scan',
      abo: 'O',
      rhd: 'positive',
      expiresAt: known.expiresAt,
    } as never);
    const warm = { celsius: 12, readAt: new Date(came.occurredAt.getTime() + 600_000) };
    if (isFirst) await write(place, warm);
    await enterSheet(city, house.technician, [came]);
    if (!isFirst) await write(place, warm);
    const [bag] = await city.owner<{ id: string }[]>`
      select id from blood_units where donation_no = ${donationNo} and holder_org_id = 'H01'`;
    if (!bag) throw new Error('not here');
    expect(await openHoldsOf(bag)).toContain('temperature');
  });
});

describe('a bag that is back by the entry that took it out was here all the time', () => {
  const back: [string, (bag: Bag) => Promise<() => Promise<unknown>>][] = [
    [
      'an issue',
      async (bag) => {
        const issue = await issueBags(city, house, await addPatient(city, house.technician, { abo: 'O' }), [bag]);
        return () => execute(voidIssue, city.as(house.reviewer), { id: issue.id, version: 1, reason: '没有拿走' });
      },
    ],
    ...(['discard', 'loss', 'return', 'transfer'] as const).map(
      (kind): [string, (bag: Bag) => Promise<() => Promise<unknown>>] => [
        kind,
        async (bag) => {
          const out = await sendOut(city, house, [bag], {
            kind,
            ...(kind === 'transfer' ? { toOrgId: 'H02' } : {}),
          } as never);
          return () => execute(voidOutbound, city.as(house.reviewer), { id: out.id, version: 1, reason: '记错了' });
        },
      ],
    ),
  ];

  it.each(back)('%s: its place was too warm meanwhile, and is fine again', async (_, leave) => {
    const { place, bag } = await fridge();
    await city.wait(1 / 30);
    const comeBack = await leave(bag);
    await write(place, await onDisplay(12), await onDisplay(4));
    await comeBack();
    expect((await stateOf(bag))[0]).toBe('quarantined');
    expect(await openHoldsOf(bag)).toContain('temperature');
  });

  it.each(back)('%s: that is written down only afterwards', async (_, leave) => {
    const { place, bag } = await fridge();
    const comeBack = await leave(bag);
    const readings = [await onDisplay(12), await onDisplay(4)];
    await comeBack();
    await write(place, ...readings);
    expect((await stateOf(bag))[0]).toBe('quarantined');
    expect(await openHoldsOf(bag)).toContain('temperature');
  });

  it.each(back)('%s: its place had been too warm before, as was written down while it was out', async (_, leave) => {
    const { place, bag } = await fridge();
    const readings = [await onDisplay(12), await onDisplay(4)];
    const comeBack = await leave(bag);
    await write(place, ...readings);
    const [incident] = await city.owner<{ id: string; version: number }[]>`
      select id, version from incidents where record_no = ${place.code}`;
    if (incident) await resolve(city, house, incident, 'note');
    await comeBack();
    expect((await stateOf(bag))[0]).toBe('quarantined');
    expect(await openHoldsOf(bag)).toContain('temperature');
  });

  it.each(back)('%s: a fridge that stayed cold holds nothing more', async (_, leave) => {
    const { place, bag } = await fridge();
    const comeBack = await leave(bag);
    await write(place, await onDisplay(4));
    await comeBack();
    expect((await openHoldsOf(bag)) ?? []).not.toContain('temperature');
  });
});

it('an issue on paper that is taken back: the bag was in the place into which it had been put before the form was entered', async () => {
  const { place, bag } = await fridge();
  await city.wait(0.5);
  places += 1;
  const second = await addPlace(city, house, `L${places}`);
  const given = await paperLine(city, bag, { minutesAgo: 10 });
  await execute(moveBags, city.as(house.technician), { placeId: second.id, unitIds: [bag.id] });
  await city.wait(1 / 30);
  await enterSheet(city, house.technician, [given]);
  const readings = [await onDisplay(12), await onDisplay(4)];
  const [issue] = await city.owner<{ id: string; version: number }[]>`
    select i.id, i.version from clinical_issues i join clinical_issue_lines l on l.issue_id = i.id where l.unit_id = ${bag.id}`;
  await execute(voidIssue, city.as(house.reviewer), {
    id: issue?.id ?? '',
    version: issue?.version ?? 0,
    reason: '录错了袋',
  });
  await write(place, ...readings);
  expect(await openHoldsOf(bag)).not.toContain('temperature');
  await write(second, ...readings);
  expect(await openHoldsOf(bag)).toContain('temperature');
});

it('a return that the station received by mistake and that is taken back stood where it stood before, though it has no place by now', async () => {
  const { place, bag } = await fridge();
  const readings = [await onDisplay(12), await onDisplay(4)];
  const sent = await sendOut(city, house, [bag], { kind: 'return' });
  await receiveBags(city, station, sent.shipmentId ?? '', [{ ...bag, outcome: 'held' }]);
  const [receipt] = await city.owner<{ id: string }[]>`
    select id from bag_receipts where shipment_id = ${sent.shipmentId ?? ''}`;
  await execute(voidReceipt, city.as(station.technician), { id: receipt?.id ?? '', version: 1, reason: '收错了' });
  await execute(voidOutbound, city.as(house.reviewer), { id: sent.id, version: 1, reason: '车没走' });
  await write(place, ...readings);
  expect(await openHoldsOf(bag)).toContain('temperature');
});

describe('a bag whose receipt was voided and that is received anew', () => {
  /** Received into a place of its own, by mistake. */
  async function received(outcome: 'accepted' | 'held' = 'accepted') {
    places += 1;
    const place = await addPlace(city, house, `L${places}`);
    const [bag] = await releaseBags(city, clerk, [{}]);
    if (!bag) throw new Error('one bag');
    const shipmentId = await shipBags(city, clerk, 'H01', [bag]);
    const receipt = await receiveBags(city, house, shipmentId, [{ ...bag, outcome }]);
    await execute(moveBags, city.as(house.technician), { placeId: place.id, unitIds: [bag.id] });
    const undo = () =>
      execute(voidReceipt, city.as(house.reviewer), { id: receipt.id, version: 1, reason: '收错了单' });
    return {
      place,
      bag,
      undo,
      again: (outcome: 'accepted' | 'held' = 'accepted') => receiveBags(city, house, shipmentId, [{ ...bag, outcome }]),
    };
  }

  it('is on hold while the incident of its place is open', async () => {
    const { place, bag, undo, again } = await received();
    const warm = await onDisplay(12);
    await undo();
    await write(place, warm);
    await expect(again()).rejects.toMatchObject({
      violations: [{ code: 'receipt.must_be_held', facts: { reason: 'incident' } }],
    });
    await again('held');
    expect((await stateOf(bag))[0]).toBe('quarantined');
    expect(await openHoldsOf(bag)).toContain('temperature');
    expect(await city.reconcile()).toEqual([]);
  });

  it('is on hold though somebody has noted that incident as known', async () => {
    const { place, bag, undo, again } = await received();
    const readings = [await onDisplay(12), await onDisplay(4)];
    await undo();
    await write(place, ...readings);
    const [incident] = await city.owner<{ id: string; version: number }[]>`
      select id, version from incidents where record_no = ${place.code}`;
    if (!incident) throw new Error('no incident');
    await resolve(city, house, incident, 'note');
    await again();
    expect(await stateOf(bag)).toEqual(['quarantined', 'temperature']);
  });

  it.each([
    ['before', true],
    ['after', false],
  ])('is on hold for what was read in between, written down %s', async (_, isFirst) => {
    const { place, bag, undo, again } = await received();
    await undo();
    const readings = [await onDisplay(12), await onDisplay(4)];
    if (isFirst) await write(place, ...readings);
    await again();
    if (!isFirst) await write(place, ...readings);
    expect(await stateOf(bag)).toEqual(['quarantined', 'temperature']);
  });

  it('is not held once more for what two people have judged', async () => {
    const { place, bag, undo, again } = await received('held');
    await write(place, await onDisplay(12), await onDisplay(4));
    await releaseHeld(city, house.reviewer, house.technician, [bag.id], { ...labelRead(), alsoSeen: ['temperature'] });
    await undo();
    await again();
    expect(await stateOf(bag)).toEqual(['available', null]);
  });
});

it('a bag that another house has when it is told that it stood warm comes back on hold', async () => {
  const { place, bag } = await fridge();
  const warm = await onDisplay(12);
  const sent = await sendOut(city, house, [bag], { kind: 'transfer', toOrgId: 'H02' });
  await receiveBags(city, stranger, sent.shipmentId ?? '', [bag]);
  await write(place, warm);
  expect((await stateOf(bag))[0]).toBe('available');
  const back = await sendOut(city, stranger, [bag], { kind: 'transfer', toOrgId: 'H01' });
  await expect(receiveBags(city, house, back.shipmentId ?? '', [bag])).rejects.toMatchObject({
    violations: [{ code: 'receipt.must_be_held', facts: { reason: 'incident' } }],
  });
  // An emergency would take it from the box: said at the scan, and not when all bags are laid out.
  const patientId = await addPatient(city, house.technician, { abo: 'O' });
  const { bags: found } = await runRead(lookupBag, city.as(house.technician), {
    patientId,
    isEmergency: true,
    donationNo: bag.donationNo,
  });
  expect(found).toMatchObject([{ blockedBy: { code: 'unit.incident_open' } }]);
});

describe('a bag that was known to have stood warm and was given out on paper is told of once', () => {
  it('as the hold that was broken', async () => {
    const { place, bag } = await fridge();
    await write(place, await onDisplay(12));
    await city.wait(0.5);
    const { incidents } = await enterSheet(city, house.technician, [await paperLine(city, bag, { minutesAgo: 2 })]);
    expect(incidents.filter(({ rule }) => rule === 'on_hold' || rule === 'stood_out_of_range')).toHaveLength(1);
    expect(await toldOf(bag)).toEqual([]);
  });

  it('by the reading, where it was on hold for something else', async () => {
    const { place, bag } = await fridge();
    await execute(holdBags, city.as(house.technician), { unitIds: [bag.id], cause: 'appearance', words: '' });
    await write(place, await onDisplay(12));
    await city.wait(0.5);
    await enterSheet(city, house.technician, [await paperLine(city, bag, { minutesAgo: 2 })]);
    expect(await toldOf(bag)).toEqual([12]);
  });

  it('by the reading, where somebody had put it on hold as warm by hand, and the same sheet hides that hold', async () => {
    const { place, bag } = await fridge();
    await execute(holdBags, city.as(house.technician), {
      unitIds: [bag.id],
      cause: 'temperature',
      words: '冰箱门没关',
    });
    await write(place, await onDisplay(12));
    await city.wait(0.5);
    const came = await paperLine(city, bag, { kind: 'received', minutesAgo: 20, second: '' });
    await enterSheet(city, house.technician, [came, await paperLine(city, bag, { minutesAgo: 2 })]);
    expect(await toldOf(bag)).toEqual([12]);
  });

  it('by the reading, where it is booked as lost', async () => {
    const { place, bag } = await fridge();
    const warm = await onDisplay(12);
    await city.wait(0.5);
    const given = await paperLine(city, bag, { minutesAgo: 10 });
    await sendOut(city, house, [bag], { kind: 'loss' } as never);
    await write(place, warm);
    await enterSheet(city, house.technician, [given]);
    expect(await toldOf(bag)).toEqual([12]);
  });

  it('by the reading, where the same sheet says that it came, with something amiss', async () => {
    const { place, bag } = await fridge();
    await write(place, await onDisplay(12));
    await city.wait(0.5);
    const came = await paperLine(city, bag, { kind: 'received', minutesAgo: 20, second: '' });
    const given = await paperLine(city, bag, { minutesAgo: 2 });
    await enterSheet(city, house.technician, [came, given]);
    expect(await toldOf(bag)).toEqual([12]);
  });
});

it('a bag on hold for something else, given out on paper, is told of by the reading that marked it', async () => {
  const { place, bag } = await fridge();
  const warm = await onDisplay(12);
  await city.wait(0.5);
  const given = await paperLine(city, bag, { minutesAgo: 2 });
  await execute(holdBags, city.as(house.technician), { unitIds: [bag.id], cause: 'appearance', words: '' });
  await write(place, warm);
  await enterSheet(city, house.technician, [given]);
  expect(await toldOf(bag)).toEqual([12]);
});
