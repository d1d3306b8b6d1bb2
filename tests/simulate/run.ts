// npm run simulate -- [--rate 2] [--hospitals 6] [--minutes M] [--url http://127.0.0.1:3000] [--nights] [--seed N]
// A city at work against a running demo server, over HTTP and Socket.IO, as its demo people; never the database. Ctrl-C ends it.
// npm run simulate -- --own --minutes 10 --rate 20 --kills 2 --restarts 1
// The same on a server of its own, which is killed and whose database is killed meanwhile, and looked into at the end.
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { clerk, official, technicianOf } from '../e2e/support/people';
import { numberOf, readOptions } from '../support/options';
import { demoHospitals, openCity } from './city';
import { type OwnServer, openOwnServer } from './own';
import { Screen } from './screens';
import { Tally } from './tally';
import { work } from './work';

const { values } = readOptions({
  options: {
    rate: { type: 'string', default: '2' },
    hospitals: { type: 'string', default: String(demoHospitals.length) },
    minutes: { type: 'string' },
    url: { type: 'string', default: 'http://127.0.0.1:3000' },
    seed: { type: 'string', default: '1' },
    nights: { type: 'boolean', default: false },
    own: { type: 'boolean', default: false },
    kills: { type: 'string', default: '0' },
    restarts: { type: 'string', default: '0' },
  },
});
const trouble = { kills: numberOf('kills', values.kills, 0), restarts: numberOf('restarts', values.restarts, 0) };
const rate = numberOf('rate', values.rate, 2);
const hospitals = numberOf('hospitals', values.hospitals, demoHospitals.length);
const minutes = values.minutes === undefined ? null : numberOf('minutes', values.minutes, 0);

/** What keeps this from beginning, in words; null: nothing. */
async function whyNot(origin: string): Promise<string | null> {
  if (!(rate > 0 && rate <= 200)) return '--rate: 每秒命令数，0–200。 Commands a second, up to 200.';
  if (!(hospitals >= 1 && hospitals <= demoHospitals.length))
    return `--hospitals: 1–${demoHospitals.length}, 演示城市有这些医院。 The demo city has so many hospitals.`;
  if (minutes !== null && !(minutes > 0)) return '--minutes: 分钟数。 A number of minutes.';
  if (!Number.isInteger(trouble.kills) || !Number.isInteger(trouble.restarts))
    return '--kills, --restarts: 次数。 How often.';
  if (values.own) {
    if (minutes === null) return '--own 要说 --minutes。 --own needs --minutes.';
    return existsSync('.next/BUILD_ID') ? null : '没有构建: npm run build。 There is no build: npm run build.';
  }
  if (trouble.kills + trouble.restarts > 0)
    return '--kills, --restarts 只对自己的服务器 (--own)。 Only a server of its own is broken: --own.';
  const answer = await fetch(`${origin}/api/health/ready`).catch(() => null);
  if (!answer) return `${origin} 没有答复，先启动: npm start。 No answer: start the server first.`;
  const { demo } = (await answer.json()) as { demo?: boolean };
  if (demo !== true)
    return `${origin} 不是演示服务器，不在真实数据上模拟。 This server is no demo: nothing is simulated on real data.`;
  return null;
}

async function simulate(origin: string, own: OwnServer | null): Promise<number> {
  const tally = new Tally();
  const city = await openCity(origin, hospitals, tally);
  const screens = [
    new Screen(origin, technicianOf('H01'), 'H01'),
    new Screen(origin, clerk, 'S01'),
    new Screen(origin, official, null),
  ];
  for (const screen of screens) await screen.open();
  const ending = new AbortController();
  process.once('SIGINT', () => ending.abort());
  process.once('SIGTERM', () => ending.abort());
  if (minutes !== null) setTimeout(() => ending.abort(), minutes * 60_000).unref();

  console.log(`${rate} 条命令/秒, ${city.houses.length} 家医院 → ${origin}. Ctrl-C 结束. Ctrl-C ends it.`);
  const since = performance.now();
  const report = setInterval(() => {
    const seconds = (performance.now() - since) / 1_000;
    const heard = screens.map((screen) => `${screen.who.orgId} ${screen.heard}`).join(', ');
    console.log(
      `${Math.round(seconds)} s: ${tally.commands} commands, ${(tally.commands / seconds).toFixed(1)}/s; heard ${heard}; ${tally.violations.length} violations`,
    );
  }, 10_000);
  const broken = own?.trouble(minutes ?? 0, ending.signal);
  await work(city, { rate, hasNights: values.nights, seed: numberOf('seed', values.seed, 1), signal: ending.signal });
  await broken;
  clearInterval(report);
  const worked = (performance.now() - since) / 1_000;

  // What was committed last is heard by everybody within moments.
  let differences: string[] = [];
  for (let tries = 0; tries < 20; tries += 1) {
    await pause(500);
    differences = (await Promise.all(screens.map((screen) => screen.compare()))).flat();
    if (differences.length === 0) break;
  }
  const looked = own ? await own.check(screens) : [];
  for (const screen of screens) screen.close();
  const violations = [
    ...tally.violations,
    ...screens.flatMap((screen) => screen.violations),
    ...differences,
    ...looked,
  ];
  console.log(
    `\n${tally.commands} commands in ${worked.toFixed(0)} s: ${(tally.commands / worked).toFixed(1)}/s of ${rate}/s wanted`,
  );
  for (const line of tally.describe()) console.log(line);
  for (const screen of screens)
    console.log(
      `screen ${screen.who.orgId} ${screen.who.staffNo}: ${screen.heard} changes heard, ${screen.resumed - 1} times resumed, ${screen.readAgain - 1} times read anew`,
    );
  for (const violation of violations.slice(0, 50)) console.log(`VIOLATION ${violation.slice(0, 400)}`);
  console.log(`${violations.length} violations`);
  return violations.length > 0 ? 1 : 0;
}

const url = values.url.replace(/\/$/, '');
const reason = await whyNot(url);
if (reason) {
  console.error(reason);
  process.exit(2);
}
const own = values.own ? await openOwnServer('production', trouble, (line) => console.log(line)) : null;
try {
  process.exitCode = await simulate(own?.origin ?? url, own);
} finally {
  await own?.close();
}
// The questions that are still kept alive by their agents.
process.exit();
