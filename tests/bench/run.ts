// npm run bench [-- G1 G2 …] [--bags 1000000] [--rounds 3] [--seconds 5] [--app DIR]
// G8 fills a second city, a tenth as large. Each goal beside its plain reference in the same run. Nothing is asserted: the figures are for people.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { sweepLeftovers } from '../support/leftovers';
import { numberOf, readOptions } from '../support/options';
import { measureCommands, openBenches } from './commands';
import { measureHeld, measureHouses, measureMany } from './crowds';
import { compareGrowth } from './growth';
import { measureLists } from './lists';
import { measureLive, measureReturn } from './live';
import type { Figure, Result } from './measure';
import { measurePages } from './pages';
import { openPlace } from './place';
import { measureQueries } from './queries';

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: {
    bags: { type: 'string' },
    rounds: { type: 'string' },
    seconds: { type: 'string' },
    app: { type: 'string' },
  },
});
const known = ['G5', 'G6', 'G7', 'G8', 'G1', 'G2', 'G3', 'G4', 'G9', 'G10'] as const;
// What the screens of G1 leave in memory.
const asked = positionals.map((name) => name.toUpperCase()).map((name) => (name === 'G11' ? 'G1' : name));
const strange = asked.find((name) => !(known as readonly string[]).includes(name));
if (strange) {
  console.error(`没有 ${strange}. There is no ${strange}: ${known.join(' ')} G11.`);
  process.exit(2);
}
const wanted = known.filter((name) => asked.length === 0 || asked.includes(name));
const bags = numberOf('bags', values.bags, 1_000_000);
const rounds = Math.max(3, numberOf('rounds', values.rounds, 3));
const seconds = numberOf('seconds', values.seconds, 5);
const say = (line: string) => console.log(line);
const conditions = {
  at: new Date().toISOString(),
  node: process.version,
  cores: cpus().length,
  cpu: cpus()[0]?.model,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
};
const loads: Record<string, { before: number[]; after: number[] }> = {};
const figures: Figure[] = [];
const raw: Record<string, unknown> = {};

async function take(name: string, work: () => Promise<Result>): Promise<void> {
  say(`\n${name} …`);
  const before = loadavg();
  const result = await work();
  loads[name] = { before, after: loadavg() };
  figures.push(...result.figures);
  raw[name] = result.raw;
  for (const line of result.figures) print(line);
}

function print({ goal, what, ours, reference, ratio, wanted: goalText, isMet }: Figure): void {
  say(`${goal}  ${what}${isMet === null ? '' : isMet ? '  [met]' : '  [missed]'}`);
  say(`     ours       ${ours}`);
  if (reference) say(`     reference  ${reference}`);
  say(`     ${ratio ? `ratio ${ratio}; ` : ''}${goalText}`);
}

sweepLeftovers();
say(
  `${conditions.cores} cores ${conditions.cpu}, ${conditions.memoryGiB} GiB, Node ${conditions.node}; load ${loadavg()
    .map((n) => n.toFixed(1))
    .join(' ')}`,
);
const needsCity = wanted.some((name) => name !== 'G10');
let facts: unknown = null;
/** The questions of G7 in a city of their own. */
async function askSmaller(size: number): Promise<Result> {
  const place = await openPlace(size, say);
  try {
    return await measureQueries(place, await openBenches(place), rounds);
  } finally {
    await place.close();
  }
}

if (needsCity) {
  const smallBags = Math.floor(bags / 10);
  const smaller = wanted.includes('G8') ? await askSmaller(smallBags) : null;
  const place = await openPlace(bags, say);
  facts = place.facts;
  say(`${JSON.stringify(place.facts)}`);
  try {
    const benches = await openBenches(place);
    const works: Partial<Record<(typeof known)[number], () => Promise<Result>>> = {
      G5: () => measureCommands(place, benches, seconds, rounds),
      G6: () => measureLists(place, benches, seconds, rounds),
      G7: () => measureQueries(place, benches, rounds),
      async G8() {
        if (!smaller) throw new Error('no smaller city');
        return compareGrowth(smaller, await measureQueries(place, benches, rounds), [smallBags, bags]);
      },
      G1: () => measureLive(place, benches, Math.max(10, seconds), rounds),
      G2: () => measureHeld(place, benches, Math.max(10, seconds)),
      G3: () => measureHouses(place, Math.max(10, seconds), rounds),
      G4: () => measureMany(place, benches, Math.max(10, seconds), rounds),
      G9: () => measureReturn(place, benches, rounds),
    };
    for (const name of wanted) {
      const work = works[name];
      if (work) await take(name, work);
    }
  } finally {
    await place.close();
  }
}
if (wanted.includes('G10')) await take('G10', () => measurePages(values.app, rounds, say));
mkdirSync('test-results', { recursive: true });
writeFileSync(
  'test-results/bench.json',
  `${JSON.stringify({ conditions, loads, city: facts, figures, raw }, null, 2)}\n`,
);
say(
  `\n${figures.filter(({ isMet }) => isMet).length} met, ${figures.filter(({ isMet }) => isMet === false).length} missed; test-results/bench.json`,
);
