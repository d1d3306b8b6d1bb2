import { findComponent } from '@/domain/blood/components';
import { measureOf, measureUnits, type QuotaMeasure } from '@/domain/blood/measures';
import { proposeAmount } from '@/domain/blood-orders/proposal';
import { checkOrder, checkUsual, lineOf } from '@/domain/blood-orders/rules';
import type { OrderInput } from '@/domain/blood-orders/schema';
import { decideBy } from '@/domain/result';
import { type CellView, placeKey, viewMatrix } from '@/domain/stock/matrix';
import { unwrap } from '../../kernel/command';
import type { Scope } from '../../kernel/scope';
import { loadMatrix } from '../stock/matrix';
import { settleQuota } from '../stock/settle-order';
import { loadDay, loadSlots } from './load';
import { loadOrdered } from './ordered';

const dayMs = 86_400_000;

/** What the list shows of an order's lines, in hundredths: by class, and how many are special. */
export function sumsOf(input: Pick<OrderInput, 'lines'>, now: Date) {
  const sums: Record<QuotaMeasure, number> = { red_cells: 0, platelets: 0, plasma: 0, cryo: 0 };
  for (const line of input.lines) {
    const measure = measureOf(findComponent(line.component, now)?.reportClass);
    if (measure) sums[measure] += line.amount;
  }
  return {
    lineCount: input.lines.length,
    specialCount: input.lines.filter(
      (line) => line.patientId !== null || line.modifiers.length + line.antigensNegative.length > 0,
    ).length,
    ...sums,
  };
}

/** @throws refused with everything that forbids the order. */
export async function mayOrder(scope: Scope, input: OrderInput): Promise<void> {
  const { q, orgId } = scope;
  const [station] = await q<{ id: string }[]>`
    select id from organisations where id = ${input.stationId} and kind = 'blood_station' and is_active`;
  const slots = station ? await loadSlots(scope, station.id) : [];
  const named = input.lines.flatMap(({ patientId }) => (patientId === null ? [] : [patientId]));
  const patients =
    named.length > 0
      ? await q<{ id: string; name: string }[]>`
          select id, name from patients where id = any(${named}) and org_id = ${orgId} and state = 'active'`
      : [];
  const { timeZone } = await loadDay(scope);
  unwrap(
    decideBy(
      checkOrder(input, {
        now: scope.now,
        timeZone,
        station: station ? { id: station.id, slots } : null,
        patients: new Map(patients.map(({ id, name }) => [id, name])),
      }),
      () => null,
    ),
  );
}

/**
 * The lines of an order with the figures as they stand now: what is promised, on its way and proposed, whatever the page had shown. Read before
 * anything is locked: orders of one hospital take their numbers one after the other.
 * @throws refused where an amount is far beyond the usual and nobody has confirmed it.
 * @param exceptId the order itself, when it is written anew.
 */
export async function figureLines(scope: Scope, input: OrderInput, exceptId: string | null) {
  const { orgId, now } = scope;
  const matrix = await loadMatrix(scope, orgId);
  const cells = new Map<string, CellView>(
    viewMatrix(matrix, now)
      .rows.flatMap((row) => row.cells)
      .map((cell) => [placeKey({ component: cell.component.code, ...cell.group }), cell]),
  );
  const ordered = await loadOrdered(scope, exceptId ?? undefined);
  const idOf = await linesBefore(scope, exceptId);
  const leadDays = Math.min(Math.max(0, (input.neededAt.getTime() - now.getTime()) / dayMs), 366);
  const figured = input.lines.map((line, index) => {
    const cell = cells.get(placeKey(line));
    const proposal =
      cell && proposeAmount(cell, { ordered: ordered.get(placeKey(line)) ?? 0, leadDays, useDays: matrix.useDays });
    const isStock = line.patientId === null;
    return {
      ...line,
      id: idOf(line) ?? crypto.randomUUID(),
      lineNo: index + 1,
      usable: cell?.usable.amount ?? null,
      inTransit: cell?.inTransit.amount ?? null,
      cover: cell?.judgement.by === 'days' && cell.judgement.days !== null ? Math.min(cell.judgement.days, 9999) : null,
      proposal: isStock && proposal ? proposal : null,
      proposed: isStock && proposal ? proposal.amount : null,
    };
  });
  unwrap(decideBy(checkUsual(input, figured, now), () => null));
  return figured.map(({ proposal: _, ...line }) => line);
}

/** Which line of the order each one is: it keeps what it has drawn of the plan. Each is taken once. */
async function linesBefore({ q, orgId }: Scope, orderId: string | null) {
  const before = new Map<string, string[]>();
  if (orderId !== null) {
    const lines = await q<(Parameters<typeof lineOf>[0] & { id: string })[]>`
      select l.id, l.component, l.abo, l.rhd, l.modifiers, l.antigens_negative as "antigensNegative", p.patient_id as "patientId"
      from blood_order_lines l left join blood_order_patients p on p.line_id = l.id
      where l.order_id = ${orderId} and l.org_id = ${orgId} order by l.line_no`;
    for (const line of lines) before.set(lineOf(line), [...(before.get(lineOf(line)) ?? []), line.id]);
  }
  return (line: OrderInput['lines'][number]): string | undefined => before.get(lineOf(line))?.shift();
}

/** Writes the lines of an order, in the place of those it had. */
export async function writeLines(
  { q, orgId }: Scope,
  orderId: string,
  { stationId }: OrderInput,
  lines: Awaited<ReturnType<typeof figureLines>>,
): Promise<void> {
  await q`delete from blood_order_lines where order_id = ${orderId} and org_id = ${orgId}`;
  await q`
    insert into blood_order_lines (id, order_id, org_id, party_org_id, line_no, component, abo, rhd, amount, modifiers, antigens_negative, words, is_for_patient,
      usable_amount, in_transit_amount, cover_days, proposed_amount)
    select l.id, ${orderId}, ${orgId}, ${stationId}, l."lineNo", l.component, l.abo, l.rhd, l.amount,
      array(select jsonb_array_elements_text(l.modifiers)), array(select jsonb_array_elements_text(l."antigensNegative")), l.words, l."patientId" is not null,
      l.usable, l."inTransit", round(l.cover::numeric, 1), l.proposed
    from jsonb_to_recordset(${q.json(lines)}) as l(id uuid, "lineNo" int, component text, abo text, rhd text, amount int, modifiers jsonb,
      "antigensNegative" jsonb, words text, "patientId" uuid, usable bigint, "inTransit" bigint, cover float8, proposed int)`;
  const forPatients = lines
    .filter(({ patientId }) => patientId !== null)
    .map(({ id, patientId }) => ({ id, patientId }));
  if (forPatients.length > 0)
    await q`
      insert into blood_order_patients (line_id, org_id, patient_id)
      select p.id, ${orgId}, p."patientId" from jsonb_to_recordset(${q.json(forPatients)}) as p(id uuid, "patientId" uuid)`;
}

/**
 * What an order takes of the year's plan. An ordinary one stops where the plan ends; what is urgent, threatens a life or is of a rare group never does.
 * @throws refused with what is left of each measure, what could be activated, and the telephone of the office that can raise it.
 */
export async function drawQuota(scope: Scope, orderId: string): Promise<void> {
  const { q, orgId } = scope;
  const { short } = await settleQuota(scope, orderId, true);
  if (short.length === 0) return;
  const left = await q<{ line: number; waiting: number; phone: string }[]>`
    select l.line_no as line,
      coalesce((select sum(d.amount - d.activated_amount) from donor_plans d where d.org_id = ${orgId} and d.measure = x.measure and d.year = o.year
        and d.state in ('allocated', 'activated', 'part_used') and d.valid_until >= city_today()
        and l.abo = coalesce(d.abo, l.abo) and l.rhd = coalesce(d.rhd, l.rhd)), 0)::float8 as waiting,
      coalesce((select w.duty_phone from organisations w where w.kind = 'blood_office' and w.is_active and w.district = '' order by w.sort_order, w.id limit 1), '') as phone
    from jsonb_to_recordset(${q.json([...short])}) as x(measure text, line int) join blood_order_lines l on l.order_id = ${orderId} and l.line_no = x.line
    cross join (select extract(year from b.created_at at time zone c.time_zone)::int as year from blood_orders b, city c where b.id = ${orderId}) o`;
  const violations = short.map(({ measure, line, short: missing }) => {
    const found = left.find((one) => one.line === line);
    const facts = {
      measure,
      line,
      short: missing / 100,
      unit: measureUnits[measure],
      waiting: (found?.waiting ?? 0) / 100,
      phone: found?.phone ?? '',
    };
    return { code: 'order.beyond_plan', path: `lines.${line - 1}.amount`, facts };
  });
  unwrap(decideBy(violations, () => null));
}
