import { afterAll, beforeAll, expect, it } from 'vitest';
import { exporters } from '@/server/exporters';
import type { UserActor } from '@/server/kernel/actor';
import { findByNumber } from '@/server/kernel/find-by-number';
import { runRead } from '@/server/kernel/read';
import { openCity, type TrialCity } from '../../support/city';
import { type House, openHouse, releaseBags } from '../../support/city-work';
import { ordersOf } from '../../support/orders';

const find = findByNumber(Object.values(exporters));

let city: TrialCity;
let clerk: UserActor;
let house: House;
let elsewhere: UserActor;
let nurse: UserActor;
let official: UserActor;

beforeAll(async () => {
  city = await openCity();
  clerk = (await city.enter('S01', '5001', ['station_clerk'])).actor;
  house = await openHouse(city, 'H01');
  elsewhere = (await city.enter('H02', '1001', ['technician'])).actor;
  nurse = (await city.enter('H01', '3901', ['nurse'])).actor;
  official = (await city.enter('O01', '2001', ['official'])).actor;
});
afterAll(() => city.close());

const { order, read, accept, deliver } = ordersOf(() => ({ city, technician: house.technician, clerk }));
const asked = async (actor: UserActor, no: string) =>
  (await runRead(find, city.as(actor), { no })).map(({ module, id, orgId, state }) => ({ module, id, orgId, state }));

it('an order is found by its number: by its house, its station and the office, and by nobody else', async () => {
  const id = await order();
  const { no } = await read(id);
  const found = { module: 'blood-orders', id, orgId: 'H01', state: 'submitted' };
  expect(await asked(house.technician, no)).toEqual([found]);
  expect(await asked(clerk, ` ${no} `)).toContainEqual(found);
  expect(await asked(official, no)).toEqual([found]);
  expect(await asked(elsewhere, no)).toEqual([]);
  expect(await asked(nurse, no)).toEqual([]);
});

it('one number in two modules is two records; the shipment is found by whom it comes to, and by no office', async () => {
  const id = await order();
  await accept(id);
  const bags = await releaseBags(city, clerk, [{}, {}]);
  const shipmentId = await deliver(id, bags);
  const [shipment] = await city.owner<{ no: string }[]>`select no from shipments where id = ${shipmentId}`;
  const no = shipment?.no ?? '';
  const ofShipments = async (actor: UserActor) =>
    (await asked(actor, no)).filter(({ module }) => module === 'shipments').map((record) => record.id);
  expect(await ofShipments(house.technician)).toEqual([shipmentId]);
  expect(await ofShipments(clerk)).toEqual([shipmentId]);
  expect(await ofShipments(elsewhere)).toEqual([]);
  expect(await ofShipments(official)).toEqual([]);
  // The station's own record that drew the same number of the day stands beside it.
  const modules = (await asked(clerk, no)).map(({ module }) => module);
  expect(new Set(modules).size).toBeGreaterThan(1);
});

it.each(['', '20261128', "20261128-0010' or true", '20261128-00100000', 'LX'])('%s is no number', async (no) => {
  await expect(runRead(find, city.as(clerk), { no })).rejects.toMatchObject({ code: 'invalid_input' });
});
