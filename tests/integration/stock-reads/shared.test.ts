import { setTimeout as pause } from 'node:timers/promises';
import SuperJSON from 'superjson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runRead } from '@/server/kernel/read';
import { inScope } from '@/server/kernel/scope';
import { wire } from '@/server/kernel/wire';
import { readCity } from '@/server/modules/overview/city';
import { readMatrix } from '@/server/modules/stock/matrix';
import { hospital, office, openStockCity, otherHospital, type StockCity, stock } from './stock-city';

let city: StockCity;
beforeAll(async () => {
  city = await openStockCity();
  await stock(city, hospital, [{}, {}]);
  await stock(city, otherHospital, [{ component: 'plt-apheresis', amount: 100 }]);
  await city.relay();
});
afterAll(() => city.close());

const many = <T>(ask: () => Promise<T>) => Promise.all(Array.from({ length: 60 }, ask));

test('everybody who asks at once gets what is theirs, and few readings answer all of them', async () => {
  const [own, other, seen] = await Promise.all([
    many(() => runRead(readMatrix, city.as(hospital), {})),
    many(() => runRead(readMatrix, city.as(otherHospital), {})),
    many(() => runRead(readMatrix, city.as(office), { orgId: otherHospital.orgId })),
  ]);
  for (const [answers, orgId] of [
    [own, hospital.orgId],
    [other, otherHospital.orgId],
    [seen, otherHospital.orgId],
  ] as const) {
    expect(new Set(answers.map((matrix) => matrix.orgId))).toEqual(new Set([orgId]));
    expect(answers.every((matrix) => matrix.cells.every((cell) => cell.orgId === orgId))).toBe(true);
    expect(new Set(answers).size, 'readings').toBeLessThanOrEqual(2);
  }
  const refused = await Promise.allSettled([
    runRead(readMatrix, city.as(hospital), { orgId: otherHospital.orgId }),
    runRead(readMatrix, city.as(office), { orgId: otherHospital.orgId }),
  ]);
  expect(refused.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});

test('whoever asks after a change has it, however many are being answered', async () => {
  const bags = async () =>
    (await runRead(readMatrix, city.as(hospital), {})).cells.reduce((sum, cell) => sum + cell.availableBags, 0);
  let isDone = false;
  const others = (async () => {
    while (!isDone) await Promise.all([many(bags), pause(1)]);
  })();
  for (let n = 3; n <= 12; n++) {
    await stock(city, hospital, [{}]);
    expect(await bags()).toBe(n);
  }
  isDone = true;
  await others;
});

test('what is shared travels as it would alone, and the next answer is another', async () => {
  const before = await runRead(readCity, city.as(hospital), {});
  expect(wire.serialize(before)).toEqual(SuperJSON.serialize(before));
  expect(wire.serialize(before)).toBe(wire.serialize(before));
  expect(wire.deserialize(wire.serialize(before))).toEqual(before);
  await stock(city, hospital, [{}]);
  await city.relay();
  const after = await runRead(readCity, city.as(hospital), {});
  expect(wire.serialize(after)).not.toEqual(wire.serialize(before));
});

test('the city’s figures wait for no house, not even when one that asks for them has no connection left', async () => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const stuck = Array.from({ length: 40 }, () => inScope(city.as(hospital), 'read', () => held).catch(() => 'busy'));
  await pause(100);
  const [own, others] = await Promise.all([
    runRead(readCity, city.as(hospital), {}),
    many(() => runRead(readCity, city.as(office), {})),
  ]);
  expect(own.seq).toBe(others[0]?.seq);
  letGo();
  await Promise.all(stuck);
});
