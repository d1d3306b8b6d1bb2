import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LiveCity, openLiveCity, openScreen, type Person, type Process, receiveBag, until } from './live-city';

let city: LiveCity;
let relay: ChildProcess;
let started: Process;
let person: Person;
let isRelaying = false;

beforeAll(async () => {
  city = await openLiveCity();
  person = await city.enrol('H01', 'hospital', ['technician']);
  const script = fileURLToPath(new URL('relay-process.ts', import.meta.url));
  relay = spawn(process.execPath, ['--import', 'tsx', script, city.database.appUrl], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  relay.stdout?.on('data', () => {
    isRelaying = true;
  });
  await until(() => isRelaying, 'the other process relays', 30_000);
  started = await city.startProcess();
});

afterAll(async () => {
  relay?.kill('SIGKILL');
  await city.close();
});

it('kill -9 of the process that holds the relay lease: the next one takes over and loses nothing', async () => {
  const desk = await openScreen(started, person.cookie);
  const told = (id: string) => desk.heard.some((envelope) => envelope.recordId === id);
  const through = await receiveBag(started, person);
  await until(() => told(through), 'told through the other process’s relay', 3_000);
  expect(started.realtime.feedLag().isRelay).toBe(false);

  const ids: string[] = [];
  for (let i = 0; i < 20; i++) {
    if (i === 5) relay.kill('SIGKILL');
    ids.push(await receiveBag(started, person));
  }
  const killed = performance.now();
  await until(() => ids.every(told), 'every change is told by the next holder', 8_000);
  expect(performance.now() - killed).toBeLessThan(5_000);
  expect(started.realtime.feedLag().isRelay).toBe(true);
  const order = desk.heard.map((envelope) => envelope.recordId).filter((id) => ids.includes(id));
  expect(order).toEqual(ids);
  desk.close();
});
