import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { Sql } from 'postgres';
import { autologousEdges } from '@/domain/autologous-transfusions/bag-edges';
import { componentsAt } from '@/domain/blood/components';
import { unitEdges } from '@/domain/stock/effects';

/** Loads what the domain declares into the tables that the database's own rules read. Run by the owner at every start; idempotent. */
export async function loadCodeTables(ownerSql: Sql): Promise<void> {
  const [clock] = await ownerSql<{ now: Date }[]>`select city_now() as now`;
  if (!clock) throw new Error('the database has no clock');
  const components = componentsAt(clock.now).map((component, index) => ({
    code: component.code,
    name_zh: component.nameZh,
    name_en: component.nameEn,
    component_class: component.componentClass,
    report_class: component.reportClass,
    unit: component.unit,
    temperature_class: component.temperatureClass,
    ml_per_unit: component.mlPerUnit,
    sort_order: index,
    is_made_to_order: component.isMadeToOrder,
    definition: component,
  }));
  const days = [...daysOf(calendar.holidays, 'holiday'), ...daysOf(calendar.workdays, 'workday')];
  await ownerSql.begin(async (sql) => {
    await sql`select pg_advisory_xact_lock(hashtext(current_schema() || ':codes'))`;
    await sql`
      insert into components (code, name_zh, name_en, component_class, report_class, unit, temperature_class, ml_per_unit, sort_order, is_made_to_order, definition)
      select code, name_zh, name_en, component_class, report_class, unit, temperature_class, ml_per_unit, sort_order, is_made_to_order, definition
      from jsonb_to_recordset(${sql.json(components as never)}) as c(code text, name_zh text, name_en text, component_class text, report_class text, unit text,
        temperature_class text, ml_per_unit numeric, sort_order int, is_made_to_order boolean, definition jsonb)
      on conflict (code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en, component_class = excluded.component_class,
        report_class = excluded.report_class, unit = excluded.unit, temperature_class = excluded.temperature_class, ml_per_unit = excluded.ml_per_unit,
        sort_order = excluded.sort_order, is_made_to_order = excluded.is_made_to_order, definition = excluded.definition`;
    await sql`delete from unit_edges`;
    await sql`insert into unit_edges (kind, from_state, to_state) select kind, "from", "to" from jsonb_to_recordset(${sql.json(unitEdges() as never)}) as e(kind text, "from" text, "to" text)`;
    await sql`delete from autologous_edges`;
    await sql`insert into autologous_edges (kind, from_state, to_state) select kind, "from", "to" from jsonb_to_recordset(${sql.json(autologousEdges())}) as e(kind text, "from" text, "to" text)`;
    await sql`delete from calendar_days`;
    await sql`insert into calendar_days (day, kind, name) select day, kind, name from jsonb_to_recordset(${sql.json(days as never)}) as d(day date, kind text, name text)`;
  });
}

/** `"2026-10-10": "National Day,国庆节,3"`: the package has the notices of the State Council from 2004 on. */
function daysOf(days: Readonly<Record<string, string>>, kind: 'holiday' | 'workday') {
  return Object.entries(days).map(([day, text]) => ({ day, kind, name: text.split(',')[1] ?? text }));
}
