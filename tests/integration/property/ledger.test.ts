import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCity, type TrialCity } from '../../support/city';
import { applyDeed, cellsOf, type Deed, emptyModel, isOut, type Model, resolveWish, type Wish } from './model';
import { describeModel, type Outcome, openTrial, type Trial } from './trial';

let city: TrialCity;
let runs = 0;
const done = new Map<string, number>();
const seed = Number(process.env.PROPERTY_SEED ?? Math.trunc(Math.random() * 2 ** 31));

beforeAll(async () => {
  city = await openCity();
  process.stdout.write(`property seed ${seed} (PROPERTY_SEED=${seed} runs the same again)\n`);
});
afterAll(async () => {
  await city?.close();
});

// Beginnings are likelier than ends, so that there is something to end.
const verbsAtOnce = [
  ...([
    'release',
    'ship',
    'ship',
    'receive',
    'receive',
    'receive',
    'receive',
    'reserve',
    'reserve',
    'unreserve',
    'issue',
    'issue',
    'issue',
    'emergency',
    'emergency',
    'discard',
    'lose',
    'void-outbound',
  ] as const),
  ...(['void-issue', 'void-receipt', 'void-shipment', 'close-short', 'release-quarantine', 'wait'] as const),
] as const;
// A count is two commands, bags put into a fridge and the count of it: at the same instant as another deed it is neither before nor after.
const verbs: readonly Wish['verb'][] = [...verbsAtOnce, 'stocktake', 'stocktake'];

/** Sheets are entered by one hospital after the other: whatever they tell, and whatever it broke. */
const withPaper = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...verbs) },
  { weight: 1, arbitrary: fc.constantFrom('paper', 'paper', 'resolve') },
);

const wishOf = (verb: fc.Arbitrary<Wish['verb']>): fc.Arbitrary<Wish> =>
  fc.record({
    verb,
    hospital: fc.constantFrom(0, 0, 0, 1, 2),
    patient: fc.constantFrom(0, 0, 1),
    picks: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
    outcomes: fc.array(fc.constantFrom('accepted', 'accepted', 'accepted', 'held', 'refused'), {
      minLength: 1,
      maxLength: 4,
    }),
    // No multiple of the eight hours that a wait lasts.
    hours: fc.constantFrom(6, 30, 300, 300),
    product: fc.constantFrom('red', 'plasma'),
    isWild: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
  });
const wishesAtOnce = wishOf(fc.constantFrom(...verbsAtOnce));

const wish = (verb: Wish['verb'], more: Partial<Wish> = {}): Wish => ({
  verb,
  hospital: 0,
  patient: 0,
  picks: [0, 1, 2, 3],
  outcomes: ['accepted'],
  hours: 300,
  product: 'red',
  isWild: false,
  ...more,
});
/** Every run starts with bags at the station and on one shelf. */
const beginning: readonly Wish[] = [
  wish('release'),
  wish('release', { product: 'plasma' }),
  wish('ship'),
  wish('receive'),
];

async function nowMs(): Promise<number> {
  return (await city.now()).getTime();
}

/** A deed of a release is dated by the clock as it was asked. */
async function step(trial: Trial, model: Model, deed: Deed): Promise<Model> {
  const at = await nowMs();
  const expected = applyDeed(model, deed, at);
  const outcome = await trial.perform(deed);
  expect([deed, outcome]).toEqual([deed, expected.isDone ? 'done' : 'refused']);
  count(deed, outcome);
  return expected.model;
}

function count(deed: Deed, outcome: Outcome): void {
  const name = `${deed.kind} ${outcome}`;
  done.set(name, (done.get(name) ?? 0) + 1);
}

async function expectSame(trial: Trial, model: Model): Promise<void> {
  const real = await trial.look(model);
  const told = describeModel(model);
  expect(real.bags).toEqual(told.bags);
  expect(real.shipments).toEqual(told.shipments);
  expect(real.cells).toEqual(cellsOf(model));
  const bags = Object.values(model.bags);
  const issued = bags.filter((bag) => bag.state === 'issued').length;
  const out = bags.filter(isOut).length;
  expect(await trial.countLedger()).toEqual({
    released: bags.length,
    inStock: bags.length - out,
    issued,
    ended: out - issued,
  });
  expect(await city.reconcile()).toEqual([]);
}

it('whatever three hospitals and a station do, bags and figures are those of the model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(wishOf(withPaper), { minLength: 8, maxLength: 40, size: 'max' }), async (drawn) => {
      runs += 1;
      const trial = await openTrial(city, `R${runs}`);
      let model = emptyModel;
      for (const [index, next] of [...beginning, ...drawn].entries()) {
        const deed = resolveWish(model, next, `${next.verb}${index}`);
        if (!deed) continue;
        if (next.verb === 'wait') await city.wait(8);
        model = await step(trial, model, deed);
      }
      await expectSame(trial, model);
    }),
    { numRuns: 150, seed },
  );
  // A property that never got anywhere proves nothing.
  const kinds: Deed['kind'][] = [
    'release',
    'ship',
    'receive',
    'reserve',
    'unreserve',
    'issue',
    'emergency',
    'discard',
    'lose',
    'stocktake',
    'void-outbound',
    'void-issue',
    'void-receipt',
    'void-shipment',
    'close-short',
    'release-quarantine',
    'paper',
    'resolve',
    'sweep',
  ];
  expect(kinds.filter((kind) => (done.get(`${kind} done`) ?? 0) < 3)).toEqual([]);
  expect([...done].filter(([name]) => name.endsWith('refused')).reduce((sum, [, n]) => sum + n, 0)).toBeGreaterThan(
    100,
  );
}, 600_000);

it('two deeds at the same instant end as if one had come after the other', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(wishesAtOnce, wishesAtOnce), { minLength: 6, maxLength: 14, size: 'max' }),
      async (pairs) => {
        runs += 1;
        const trial = await openTrial(city, `P${runs}`);
        let model = emptyModel;
        for (const [index, next] of beginning.entries()) {
          const deed = resolveWish(model, next, `${next.verb}${index}`);
          if (deed) model = await step(trial, model, deed);
        }
        for (const [index, pair] of pairs.entries()) {
          const deeds = pair.flatMap(
            (next, side) => resolveWish(model, next, `${next.verb}${index}${'ab'[side]}`) ?? [],
          );
          if (pair.some((next) => next.verb === 'wait')) await city.wait(8);
          const at = await nowMs();
          const outcomes = await Promise.all(deeds.map((deed) => trial.perform(deed)));
          const real = await trial.look(settleRelease(model, deeds, outcomes, at));
          const orders =
            deeds.length === 2
              ? [
                  [0, 1],
                  [1, 0],
                ]
              : [deeds.map((_, n) => n)];
          const fitting = orders.flatMap((order) => inOrder(model, deeds, outcomes, order, at));
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
      },
    ),
    { numRuns: 60, seed },
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

function isSame(real: { bags: object; shipments: object; cells: object }, model: Model): boolean {
  const told = describeModel(model);
  return (
    JSON.stringify([sorted(real.bags), sorted(real.shipments)]) ===
    JSON.stringify([sorted(told.bags), sorted(told.shipments)])
  );
}

function sorted(record: object): [string, unknown][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
}

async function sweepAgain(trial: Trial, candidates: readonly Model[], at: number): Promise<Model | undefined> {
  await trial.perform({ kind: 'sweep' });
  const [any] = candidates;
  if (!any) return undefined;
  const real = await trial.look(any);
  return candidates
    .map((candidate) => applyDeed(candidate, { kind: 'sweep' }, at).model)
    .find((candidate) => isSame(real, candidate));
}

/** Names what the pair created, so that it can be looked at before the order is known. */
function settleRelease(model: Model, deeds: readonly Deed[], outcomes: readonly Outcome[], at: number): Model {
  let after = model;
  for (const [n, deed] of deeds.entries()) {
    if (outcomes[n] !== 'done') continue;
    if (deed.kind === 'release') after = applyDeed(after, deed, at).model;
    if (deed.kind === 'ship')
      after = {
        ...after,
        shipments: {
          ...after.shipments,
          [deed.key]: { to: deed.to, state: 'shipped', version: 1, received: 0, bags: {} },
        },
      };
  }
  return after;
}
