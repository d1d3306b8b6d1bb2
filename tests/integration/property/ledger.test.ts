import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCity, type TrialCity } from '../../support/city';
import { applyDeed } from './apply';
import type { Deed } from './deeds';
import { whys } from './desk';
import { openFigures } from './figures';
import { describeModel, type Look } from './look';
import { emptyModel, type Model } from './model';
import { resolveWish } from './resolve-wish';
import { type Outcome, openTrial, type Trial } from './trial';
import { anyWish, beginning, type Wish, wishAtOnce } from './wishes';

let city: TrialCity;
let runs = 0;
const figures = openFigures();
const seed = Number(process.env.PROPERTY_SEED ?? Math.trunc(Math.random() * 2 ** 31));
const stepsWanted = Number(process.env.PROPERTY_STEPS ?? 1_500);
const runsOfBatch = 10;
/** So that neighbouring seeds share no batch. */
const batchesApart = 1_000_003;
/** A failure says all that was done; to make it small takes minutes, for whoever asks. */
const endOnFailure = !process.env.PROPERTY_SHRINK;
/** Compared so often with the model in full; what was answered is compared at each. */
const stepsBetweenLooks = 10;

beforeAll(async () => {
  city = await openCity();
  await city.owner`
    insert into products (product_code, component, amount, name) values
      ('E0501V00', 'rbc-washed', 200, '洗涤红细胞 2U'), ('E0500', 'rbc-washed', 100, '洗涤红细胞 1U'), ('E2801V00', 'plt-pooled', 200, '混合浓缩血小板')`;
  process.stdout.write(`property seed ${seed} (PROPERTY_SEED=${seed} runs the same again)\n`);
});
afterAll(async () => {
  await city?.close();
});

async function nowMs(): Promise<number> {
  return (await city.now()).getTime();
}

/** A deed of a release is dated by the clock as it was asked. */
async function step(trial: Trial, model: Model, deed: Deed): Promise<Model> {
  const at = await nowMs();
  const expected = applyDeed(model, deed, at);
  const { outcome, codes } = await trial.perform(deed);
  if (outcome !== (expected.isDone ? 'done' : 'refused'))
    throw new Error(
      `${JSON.stringify(deed)} was ${outcome} (${codes.join(', ')}), and the model has it ${expected.why ?? 'done'}; ${subjectsOf(model, deed)}`,
    );
  figures.count(deed, expected.isDone, expected.why);
  return expected.model;
}

/** The bags of a deed as they were, for whoever reads a failure. */
function subjectsOf(model: Model, deed: Deed): string {
  const said = JSON.stringify(deed);
  const named = Object.entries(describeModel(model).bags).filter(([key]) => said.includes(`"${key}"`));
  return JSON.stringify(Object.fromEntries(named));
}

const clockSkewMs = 120_000;

async function expectSame(trial: Trial, model: Model): Promise<void> {
  const { expiries: realExpiries, ...real } = await trial.look();
  const { expiries, ...told } = describeModel(model);
  expect(real).toEqual(told);
  const differing = Object.entries(expiries).filter(
    ([key, at]) => Math.abs(at - (realExpiries[key] ?? 0)) > clockSkewMs,
  );
  expect(differing).toEqual([]);
}

async function expectSound(trial: Trial): Promise<void> {
  expect(await trial.findStrays()).toEqual([]);
  expect(await city.reconcile()).toEqual([]);
}

async function begin(run: string): Promise<{ trial: Trial; model: Model }> {
  runs += 1;
  const trial = await openTrial(city, `${run}${runs}`);
  return { trial, model: await follow(trial, emptyModel, beginning, 'b') };
}

async function follow(trial: Trial, from: Model, wishes: readonly Wish[], name: string): Promise<Model> {
  let model = from;
  const deeds: Deed[] = [];
  try {
    for (const [index, next] of wishes.entries()) {
      const deed = resolveWish(model, next, `${name}${index}`);
      deeds.push(deed);
      model = await step(trial, model, deed);
      if (index % stepsBetweenLooks === stepsBetweenLooks - 1) await expectSame(trial, model);
    }
    await expectSame(trial, model);
  } catch (error) {
    throw new Error(`after these:\n${deeds.map((deed) => JSON.stringify(deed)).join('\n')}`, { cause: error });
  }
  return model;
}

it('whatever three hospitals and a station do, bags, papers, figures and incidents are those of the model', async () => {
  const life = fc.asyncProperty(fc.array(anyWish, { minLength: 20, maxLength: 120, size: 'max' }), async (wishes) => {
    const { trial, model } = await begin('R');
    await follow(trial, model, wishes, 'd');
    await expectSound(trial);
  });
  for (let batch = 0; figures.steps() < stepsWanted; batch += 1)
    await fc.assert(life, { numRuns: runsOfBatch, seed: seed + batch * batchesApart, endOnFailure });
  process.stdout.write(`${figures.lines().join('\n')}\n`);
  // A property that never got anywhere proves nothing.
  expect(everyDeed.filter((name) => figures.doneOf(name) < stepsWanted / 1_500)).toEqual([]);
  expect(whys.filter((why) => figures.refusedFor(why) < stepsWanted / 200)).toEqual([]);
}, 3_600_000);

const everyDeed = [
  ...['release', 'ship', 'receive', 'void-receipt', 'void-shipment', 'close-short', 'sweep', 'wait'],
  ...['reserve', 'unreserve', 'issue', 'emergency', 'void-issue', 'hold', 'release-quarantine', 'stocktake'],
  ...['discard', 'lose', 'use-up', 'return', 'transfer', 'void-outbound', 'resolve', 'opening', 'void-opening'],
  ...[
    'thaw',
    'irradiate',
    'wash',
    'split',
    'pool',
    'open',
    'end',
    'cancel',
    'void-processing',
    'paper received',
    'paper issued',
    'paper discarded',
  ],
];

it('two deeds at the same instant end as if one had come after the other', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(wishAtOnce, wishAtOnce), { minLength: 6, maxLength: 14, size: 'max' }),
      async (pairs) => {
        let { trial, model } = await begin('P');
        for (const [index, pair] of pairs.entries()) {
          const deeds = pair.map((next, side) => resolveWish(model, next, `d${index}${'ab'[side]}`));
          if (deeds.some(({ kind }) => kind === 'sweep')) await city.wait(8);
          const at = await nowMs();
          const answers = await Promise.all(deeds.map((deed) => trial.perform(deed)));
          const outcomes = answers.map(({ outcome }) => outcome);
          const real = await trial.look();
          const fitting = [
            [0, 1],
            [1, 0],
          ].flatMap((order) => inOrder(model, deeds, outcomes, order, at));
          // What the sweep found locked it leaves for its next round.
          const found =
            fitting.find((candidate) => isSame(real, candidate)) ??
            (deeds.some(({ kind }) => kind === 'sweep') ? await sweepAgain(trial, fitting, at) : undefined);
          if (!found)
            throw new Error(
              `no order of ${JSON.stringify(deeds)} gives ${outcomes.join(', ')} and ${JSON.stringify(real)}, from ${JSON.stringify(describeModel(model))}`,
            );
          model = found;
        }
        await expectSame(trial, model);
        await expectSound(trial);
      },
    ),
    { numRuns: 30, seed, endOnFailure },
  );
}, 600_000);

/** The model after these deeds in this order, where it says of each what really happened; a busy one changed nothing. */
function inOrder(
  model: Model,
  deeds: readonly Deed[],
  outcomes: readonly Outcome[],
  order: readonly number[],
  at: number,
): Model[] {
  let after = model;
  for (const n of order) {
    const deed = deeds[n];
    if (!deed || outcomes[n] === 'busy') continue;
    const applied = applyDeed(after, deed, at);
    if (applied.isDone !== (outcomes[n] === 'done')) return [];
    after = applied.model;
  }
  return [after];
}

function isSame(real: Look, model: Model): boolean {
  const told = describeModel(model);
  const words = ({ bags, notes, records }: Look) => JSON.stringify([bags, notes, records].map(sorted));
  return words(real) === words(told);
}

function sorted(record: object): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

async function sweepAgain(trial: Trial, candidates: readonly Model[], at: number): Promise<Model | undefined> {
  await trial.perform({ kind: 'sweep', key: 'again' });
  const real = await trial.look();
  return candidates
    .map((candidate) => applyDeed(candidate, { kind: 'sweep', key: 'again' }, at).model)
    .find((candidate) => isSame(real, candidate));
}
