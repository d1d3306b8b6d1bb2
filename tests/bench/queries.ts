import { randomUUID } from 'node:crypto';
import { listCandidates } from '@/server/modules/clinical-issues/candidates';
import { listUnits } from '@/server/modules/stock/list-units';
import { readMatrix } from '@/server/modules/stock/matrix';
import { captureRead, explainStatement, type Statement, timeStatement } from './capture';
import type { Bench } from './commands';
import { plainProduct } from './fill';
import { quantile, type Result, show, spreadOf } from './measure';
import type { Place, Visitor } from './place';

interface Question {
  readonly what: string;
  /** null: context, no goal of its own. */
  readonly limitMs: number | null;
  readonly who: Visitor;
  readonly statement: Statement;
}

const cityCells = `select component, abo, rhd, sum(available_bags)::bigint, sum(available_amount)::bigint, sum(in_transit_bags)::bigint from city_cells() group by 1, 2, 3`;
const cityPicture = `select json_object_agg(org_id, list) from (
  select org_id, json_agg(json_build_array(component, abo, rhd, available_bags, available_amount, in_transit_bags, in_transit_amount, version)) as list
  from city_cells() group by org_id) c`;

/** G7, stock and lists: the very statements that the application sends, under the scope of who asks. */
export async function measureQueries(place: Place, benches: readonly Bench[], rounds: number): Promise<Result> {
  const [biggest] = benches;
  if (!biggest) throw new RangeError('no hospital');
  const office = await place.enter('O01', ['official']);
  const capture = (read: unknown, input: unknown) =>
    captureRead<unknown>(place.runtime, place.address.appUrl, biggest.technician.actor, read as never, input);
  const first = (statements: readonly Statement[], containing: string): Statement => {
    const found = statements.find(({ text }) => text.includes(containing));
    if (!found) throw new Error(`no statement with ${containing}`);
    return found;
  };
  const history = { state: 'issued' };
  const matrix = await capture(readMatrix, {});
  const shelf = await capture(listUnits, {});
  const issued = await capture(listUnits, { filters: history });
  const [size] = await place.admin<{ n: number }[]>`
    select count(*) as n from blood_units where holder_org_id = ${biggest.orgId} and state = 'issued'`;
  const depth = Math.min(100_000, Math.max(0, (size?.n ?? 0) - 100));
  const [deepRow] = await place.admin<{ at: string; id: string }[]>`
    select to_char(expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, id from blood_units
    where holder_org_id = ${biggest.orgId} and state = 'issued' order by expires_at desc, id desc offset ${depth} limit 1`;
  const after = Buffer.from(JSON.stringify([deepRow?.at, deepRow?.id])).toString('base64url');
  const deep = await capture(listUnits, { filters: history, after });
  const candidates = await capture(listCandidates, { patientId: biggest.patientId, component: 'rbc-suspended' });
  const pick: Statement = {
    text: `select id from blood_units where holder_org_id = $1 and state in ('available', 'reserved', 'quarantined') and component = $2 and abo = $3 and rhd = $4
      and expires_at > city_now() order by expires_at, id limit 50`,
    values: [biggest.orgId, plainProduct.component, plainProduct.abo, plainProduct.rhd],
  };
  const own = biggest.technician;
  const questions: Question[] = [
    {
      what: 'hospital matrix with its denominators (stock.matrix), biggest hospital',
      limitMs: 2,
      who: own,
      statement: first(matrix.statements, 'stock_cells'),
    },
    {
      what: 'hospital matrix, the cells alone',
      limitMs: null,
      who: own,
      statement: { text: 'select * from stock_cells where org_id = $1', values: [biggest.orgId] },
    },
    { what: 'city matrix, component × group', limitMs: 8, who: office, statement: { text: cityCells, values: [] } },
    {
      what: 'city picture, hospital × component × group as JSON',
      limitMs: null,
      who: office,
      statement: { text: cityPicture, values: [] },
    },
    {
      what: 'first page of the shelf (stock.units)',
      limitMs: 2,
      who: own,
      statement: first(shelf.statements, 'cursorAt'),
    },
    { what: 'its count', limitMs: null, who: own, statement: first(shelf.statements, 'count(*)') },
    { what: 'first page of issued bags', limitMs: 2, who: own, statement: first(issued.statements, 'cursorAt') },
    {
      what: `page of issued bags ${depth.toLocaleString('en')} rows deep`,
      limitMs: 2,
      who: own,
      statement: first(deep.statements, 'cursorAt'),
    },
    {
      what: 'count of issued bags, capped at 10,000',
      limitMs: null,
      who: own,
      statement: first(issued.statements, 'count(*)'),
    },
    { what: 'FEFO pick, 50 of a cell', limitMs: 1, who: own, statement: pick },
    {
      what: 'FEFO candidates as the screen asks (all bags of a component on the shelf)',
      limitMs: null,
      who: own,
      statement: first(candidates.statements, 'u.expires_at, u.id limit'),
    },
  ];
  const figures: Result['figures'] = [];
  const raw: Record<string, unknown> = {};
  for (const { what, limitMs, who, statement } of questions) {
    const request = { runtime: place.runtime, actor: who.actor, requestId: randomUUID() };
    const medians: number[] = [];
    for (let round = 0; round < rounds; round++)
      medians.push(quantile(await timeStatement(request, statement, 25), 0.5));
    const spread = spreadOf(medians);
    const plan = await explainStatement(request, statement);
    const execution = plan.find((line) => line.startsWith('Execution Time')) ?? '';
    figures.push({
      goal: 'G7',
      what,
      ours: `${show(spread)} ms, round trip and parsing included; ${execution.toLowerCase()}`,
      reference: '',
      ratio: '',
      wanted: limitMs === null ? 'context' : `SQL median ≤ ${limitMs} ms`,
      isMet: limitMs === null ? null : spread.median <= limitMs,
    });
    raw[what] = { medians, plan, statement: statement.text };
  }
  return { figures, raw };
}
