import type { Change } from '@/domain/change';
import { exerciseOf } from '@/domain/exercises/catalogue';
import { makeBag } from '../acting/bags';
import { answerOrder, supplyOrder } from '../acting/station';
import { commitChanges } from '../kernel/command';
import { AppError, toAppError } from '../kernel/errors';
import { inScope, type Scope } from '../kernel/scope';
import type { Runtime } from '../runtime';
import { asSupplier, asSystem, type House } from './actors';
import { bagsForLine, drawDonations, readMadeProducts } from './bags';
import { clearMaterial, clearRounds } from './clear';
import { bringers } from './material';

const triesAtMost = 3;
/** Of the station that answers by itself: so that the person sees each state. */
const stationSeconds = 4;
const freshHours = 30;

interface Unsupplied {
  readonly id: string;
  readonly orgId: string;
  readonly code: string;
  readonly failures: number;
  readonly version: number;
}

/**
 * The life of the practice city: whoever began an exercise gets its material, and what is ordered for one is accepted and sent by the station.
 * Runs as a leased job, and does nothing in any other city.
 */
export async function supplyExercises(runtime: Runtime): Promise<void> {
  const open = await inScope(asSystem(runtime, '-'), 'read', async ({ q }) => [
    ...(await q<Unsupplied[]>`
      select id, org_id as "orgId", code, failures, version from exercises
      where state = 'open' and material is null and is_practice() order by began_at limit 20`),
  ]);
  for (const round of open) await supply(runtime, round);
  await answerOrders(runtime);
  await clearRounds(runtime);
}

async function supply(runtime: Runtime, round: Unsupplied): Promise<void> {
  const { orgId } = round;
  try {
    if (!(await isWaiting(runtime, round))) return;
    const exercise = exerciseOf(round.code);
    if (!exercise) throw new AppError('not_found');
    const material = await bringers[exercise.code](await readBringing(runtime, orgId));
    const isTaken = await close(
      runtime,
      round,
      { action: 'supply', after: { bags: material.bags.length } },
      ({ q }) => {
        return q`update exercises set material = ${q.json(material as never)}, supplied_at = city_now(), reason = '', version = version + 1
        where id = ${round.id} and state = 'open' and material is null returning version, state`;
      },
    );
    if (!isTaken) await clearMaterial(runtime, material);
  } catch (error) {
    if (isPassing(error)) return;
    const reason = error instanceof AppError ? (error.violations[0]?.code ?? error.code) : 'internal';
    runtime.log.error({ err: error, exercise: round.code, orgId }, 'no material for an exercise');
    await close(runtime, round, { action: 'supply', after: { reason } }, ({ q }) =>
      round.failures + 1 < triesAtMost
        ? q`update exercises set failures = failures + 1, reason = ${reason}, version = version + 1
            where id = ${round.id} and state = 'open' and material is null returning version, state`
        : q`update exercises set failures = failures + 1, reason = ${reason}, state = 'given_up', given_up_at = city_now(), version = version + 1
            where id = ${round.id} and state = 'open' and material is null returning version, state`,
    );
  }
}

/** Looked at again before anything is made: the list is seconds old by then, and a round may have been given up. */
async function isWaiting(runtime: Runtime, { id, orgId }: Unsupplied): Promise<boolean> {
  return inScope(asSystem(runtime, orgId), 'read', async ({ q }) => {
    const rows = await q`select 1 from exercises where id = ${id} and state = 'open' and material is null`;
    return rows.length > 0;
  });
}

/** Somebody else was at it at this instant: the next run does it, and nothing has failed. */
function isPassing(error: unknown): boolean {
  return ['busy', 'conflict'].includes(toAppError(error).code);
}

/** One row changed by the city itself, in the chain of the house. A round that was given up meanwhile stays as it is. @returns whether it was changed. */
async function close(
  runtime: Runtime,
  { id, orgId }: { readonly id: string; readonly orgId: string },
  { action, after }: { readonly action: string; readonly after: unknown },
  change: (scope: Scope) => Promise<readonly unknown[]>,
): Promise<boolean> {
  const isChanged = await inScope(asSystem(runtime, orgId), 'write', async (scope) => {
    const [row] = (await change(scope)) as readonly { version: number; state: string }[];
    if (!row) return false;
    const told: Change = {
      module: 'exercises',
      recordId: id,
      action: `exercises.${action}`,
      version: row.version,
      state: row.state,
      orgId,
      before: null,
      after,
    };
    await commitChanges(scope, [told], null);
    return true;
  });
  runtime.bell.ring();
  return isChanged;
}

async function readBringing(runtime: Runtime, orgId: string) {
  const { now, houses } = await inScope(asSystem(runtime, orgId), 'read', async ({ q, now }) => ({
    now,
    houses: [
      ...(await q<House[]>`select id, kind, name, district from organisations where is_active order by sort_order, id`),
    ],
  }));
  const house = houses.find(({ id }) => id === orgId);
  const station = house?.kind === 'blood_station' ? house : houses.find(({ kind }) => kind === 'blood_station');
  const hospital = house?.kind === 'hospital' ? house : houses.find(({ kind }) => kind === 'hospital');
  if (!house || !station || !hospital) throw new AppError('not_found');
  return { runtime, house, station, hospital, now, products: await readMadeProducts(runtime, orgId) };
}

interface OpenOrder {
  readonly id: string;
  readonly orgId: string;
  readonly state: 'submitted' | 'accepted' | 'picking' | 'packed';
  readonly exerciseId: string;
  readonly stationId: string;
}

/** What was ordered in an exercise is accepted after a few seconds, and sent after a few more. */
async function answerOrders(runtime: Runtime): Promise<void> {
  const orders = await inScope(asSystem(runtime, '-'), 'read', async ({ q }) => [
    ...(await q<OpenOrder[]>`
      select o.id, o.org_id as "orgId", o.state, o.party_org_id as "stationId", e.id as "exerciseId"
      from exercises e join blood_orders o on o.org_id = e.org_id and o.created_by = e.person_name and o.created_at >= e.supplied_at
      where e.state = 'open' and e.code = 'order' and e.failures < ${triesAtMost} and is_practice()
        and o.priority = 'routine' and o.state in ('submitted', 'accepted', 'picking', 'packed') and o.cancel_asked_at is null
        and coalesce(o.answered_at, o.created_at) <= city_now() - make_interval(secs => ${stationSeconds})
      order by o.created_at limit 20`),
  ]);
  for (const order of orders) {
    try {
      await answer(runtime, order);
      await close(
        runtime,
        { id: order.exerciseId, orgId: order.orgId },
        { action: 'supply', after: { reason: '' } },
        ({ q }) => q`update exercises set reason = '', version = version + 1
          where id = ${order.exerciseId} and state = 'open' and reason <> '' returning version, state`,
      );
    } catch (error) {
      if (isPassing(error)) continue;
      runtime.log.error({ err: error, order: order.id }, 'the practice station could not go on with an order');
      await close(
        runtime,
        { id: order.exerciseId, orgId: order.orgId },
        { action: 'supply', after: { reason: 'order' } },
        ({
          q,
        }) => q`update exercises set failures = failures + 1, reason = 'exercise.order_stuck', version = version + 1
          where id = ${order.exerciseId} and state = 'open' returning version, state`,
      );
    }
  }
}

async function answer(runtime: Runtime, { id, state, stationId, orgId }: OpenOrder): Promise<void> {
  const { now, products, house } = await readBringing(runtime, stationId);
  const clerk = asSupplier(runtime, house, ['station_clerk']);
  if (state === 'submitted') return answerOrder(clerk, id);
  const isSent = await supplyOrder(clerk, id, now, 'sent', async (line) => {
    const bags = bagsForLine(line, products);
    if (bags.length === 0) return [];
    const donations = await drawDonations(runtime, orgId, bags.length);
    return bags.map((product) => makeBag(product, now, freshHours, donations, line));
  });
  if (!isSent) throw new AppError('not_found');
}
