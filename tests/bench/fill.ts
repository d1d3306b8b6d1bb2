import type { Sql } from 'postgres';
import { componentCatalogue } from '@/domain/blood/components';

/** Hospitals of the filled city, biggest first: sizes are skewed as in a real one. */
export const hospitalCount = 300;
/** Hospitals with plasma set apart for the commands that are measured. */
export const busyHospitals = ['H001', 'H002', 'H003', 'H004', 'H005', 'H006', 'H007', 'H008'] as const;
export const plainProduct = { component: 'ffp', productCode: 'E0701V00', abo: 'AB', rhd: 'positive' } as const;

/** Bags set apart in each busy hospital. */
export const reservedForCommands = (bags: number) => Math.min(8_000, Math.floor(bags / 30));

const shelfDays = (componentClass: string) =>
  componentClass === 'platelets' ? 5 : componentClass === 'red_cells' ? 35 : 365;
const amountOf = (unit: string) => (unit === 'U' ? 200 : unit === 'ml' ? 20_000 : 100);

/** Thirteen characters, as ISBT 128 numbers donations: facility, year, serial number; a million a year. */
const donationNo = (admin: Sql) =>
  admin`'31000' || lpad((26 - n / 1000000)::text, 2, '0') || lpad((n % 1000000)::text, 6, '0')`;

/**
 * A city with `bags` bags over 200 days: an eighth in stock, the rest issued, each with its whole ledger (release, ship, receive, issue),
 * cells and days folded from it. Written by the database's superuser with triggers off, so it must prove itself afterwards: see the
 * reconcile in place.ts. Receipts and shipments stand for themselves, without lines, except for bags on their way.
 */
export async function fillCity(admin: Sql, bags: number, say: (line: string) => void): Promise<void> {
  const own = reservedForCommands(bags) * busyHospitals.length;
  const inStock = Math.floor(bags * 0.12);
  const step = async (name: string, work: () => Promise<unknown>) => {
    const since = performance.now();
    await work();
    say(`  ${name} ${((performance.now() - since) / 1_000).toFixed(1)} s`);
  };
  const components = [...new Map(componentCatalogue.map((component) => [component.code, component])).values()];
  const products = components.map((component, index) => ({
    i: index,
    component: component.code,
    product_code: component.code === plainProduct.component ? plainProduct.productCode : `E${8000 + index}V00`,
    amount: amountOf(component.unit),
    shelf_days: shelfDays(component.componentClass),
    name: component.nameZh,
  }));

  await admin`set session_replication_role = replica`;
  await admin`set synchronous_commit = off`;
  await admin`set maintenance_work_mem = '512MB'`;
  await admin`set work_mem = '256MB'`;
  await admin`select setseed(0.20261123)`;
  await admin`insert into products ${admin(products.map(({ i: _, shelf_days: __, ...product }) => product))} on conflict do nothing`;
  await admin`
    insert into organisations (id, kind, name, short_name, search, sort_order)
    select 'H' || lpad(n::text, 3, '0'), 'hospital', '第' || n || '医院', n || ' 院', '', n from generate_series(1, ${hospitalCount}::int) n
    union all select 'S01', 'blood_station', '血液中心', '血站', '', 0 union all select 'O01', 'blood_office', '血液管理办公室', '血办', '', 999`;
  // What the nightly job would have made while those months went by.
  for (let month = -8; month < -2; month++)
    await admin.unsafe(`do $$ declare first_day date := date_trunc('month', city_now() at time zone 'UTC')::date + make_interval(months => ${month}); begin
      execute format('create table if not exists %I partition of stock_movements for values from (%L) to (%L)', 'stock_movements_' || to_char(first_day, 'YYYYMM'),
        first_day::timestamp at time zone 'UTC', (first_day + interval '1 month')::timestamp at time zone 'UTC'); end $$`);

  await step('bags drawn', async () => {
    await admin.unsafe(
      `create temp table product (i int, component text, product_code text, amount int, shelf_days int, name text)`,
    );
    await admin`insert into product ${admin(products)}`;
    await admin`
      create temp table bag as
      with drawn as materialized (
        select n, gen_random_uuid() as id, 1 + floor(${hospitalCount}::int * power(random(), 2.5))::int as hospital,
          floor(${products.length}::int * power(random(), 2))::int as product, random() as g, random() as r, random() as t, random() as u
        from generate_series(1, ${bags}::int) n
      )
      select d.n, d.id, p.component, p.product_code, p.amount, p.shelf_days,
        case when d.n <= ${own}::int then 'H' || lpad((1 + d.n % 8)::text, 3, '0') else 'H' || lpad(d.hospital::text, 3, '0') end as hospital,
        case when d.n <= ${own}::int then 'AB' when d.g < 0.31 then 'A' when d.g < 0.59 then 'B' when d.g < 0.9 then 'O' else 'AB' end as abo,
        case when d.n <= ${own}::int or d.u > 0.01 then 'positive' else 'negative' end as rhd,
        case when d.n <= ${own}::int then 'available' when d.n > ${own + inStock}::int then 'issued'
          when d.r < 0.05 then 'at_station' when d.r < 0.94 then 'available' when d.r < 0.97 then 'quarantined' else 'in_transit' end as fate,
        date_trunc('minute', city_now() - case when d.n <= ${own + inStock}::int then interval '26 hours' + d.t * (p.shelf_days * 0.7 - 1) * interval '1 day'
          else interval '25 days' + d.t * interval '175 days' end) as made_at,
        2 + d.u * (least(p.shelf_days, 20) - 2.5) as days_to_issue
      from drawn d join product p on p.i = case when d.n <= ${own}::int then (select i from product where component = ${plainProduct.component}) else d.product end`;
    await admin`analyze bag`;
  });
  const put = await dropIndexes(admin, ['blood_units', 'stock_movements']);
  await step(
    'bags',
    () => admin`
    insert into blood_units (id, label_scheme, issuer, donation_no, product_code, component, abo, rhd, amount, intended_use, collected_at, prepared_at, expires_at,
      source_org_id, holder_org_id, expected_org_id, state, last_kind, hold_reason)
    select id, 'isbt128', '31000', ${donationNo(admin)}, product_code, component, abo, rhd, amount, 'allogeneic', made_at - interval '12 hours', made_at,
      made_at + shelf_days * interval '1 day', 'S01', case when fate in ('at_station', 'in_transit') then 'S01' else hospital end,
      case fate when 'at_station' then null else hospital end, case fate when 'at_station' then 'available' else fate end,
      case fate when 'at_station' then 'release' when 'in_transit' then 'ship' when 'available' then 'receive' when 'quarantined' then 'receive_hold' else 'issue' end,
      case fate when 'quarantined' then 'label' end
    from bag order by made_at`,
  );
  await step(
    'labels',
    () => admin`
    insert into unit_labels (unit_id, label_scheme, issuer, label, product_code, org_id)
    select id, 'isbt128', '31000', ${donationNo(admin)}, product_code, 'S01' from bag`,
  );
  await step(
    'ledger',
    () => admin`
    insert into stock_movements (at, occurred_at, unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
    select m.at, m.at, b.id, m.kind, m.from_org, m.from_bucket, m.to_org, m.to_bucket, b.component, b.abo, b.rhd, b.amount, 'stock', md5(b.hospital || m.kind || m.at::date), m.actor, 'fill'
    from bag b cross join lateral (values
      ('release', b.made_at, null, 'supply', 'S01', 'available', 'S01', true),
      ('ship', b.made_at + interval '12 hours', 'S01', 'available', b.hospital, 'in_transit', 'S01', b.fate <> 'at_station'),
      (case b.fate when 'quarantined' then 'receive_hold' else 'receive' end, b.made_at + interval '1 day', b.hospital, 'in_transit', b.hospital,
        case b.fate when 'quarantined' then 'quarantined' else 'available' end, b.hospital, b.fate not in ('at_station', 'in_transit')),
      ('issue', b.made_at + b.days_to_issue * interval '1 day', b.hospital, 'available', null, 'patient', b.hospital, b.fate = 'issued')
    ) as m(kind, at, from_org, from_bucket, to_org, to_bucket, actor, is_so) where m.is_so order by m.at`,
  );
  await step('cells and days', async () => {
    await admin`
      insert into stock_cells (org_id, component, abo, rhd, available_bags, available_amount, quarantined_bags, quarantined_amount, in_transit_bags, in_transit_amount)
      select org_id, component, abo, rhd,
        coalesce(sum(bags) filter (where bucket = 'available'), 0), coalesce(sum(amount) filter (where bucket = 'available'), 0),
        coalesce(sum(bags) filter (where bucket = 'quarantined'), 0), coalesce(sum(amount) filter (where bucket = 'quarantined'), 0),
        coalesce(sum(bags) filter (where bucket = 'in_transit'), 0), coalesce(sum(amount) filter (where bucket = 'in_transit'), 0)
      from (
        select to_org as org_id, component, abo, rhd, to_bucket as bucket, 1 as bags, amount::bigint from stock_movements where to_org is not null
        union all select from_org, component, abo, rhd, from_bucket, -1, -amount::bigint from stock_movements where from_org is not null
      ) side group by 1, 2, 3, 4`;
    await admin`
      insert into issue_days (org_id, day, component, abo, rhd, bags, amount)
      select from_org, (at at time zone (select time_zone from city))::date, component, abo, rhd, count(*), sum(amount) from stock_movements
      where to_bucket = 'patient' group by 1, 2, 3, 4, 5`;
  });
  await step('receipts and shipments', () => fillRecords(admin, Math.floor(bags / 12)));
  await step('indexes', put);
  await admin`set session_replication_role = origin`;
  await step('vacuum analyze', () => admin`vacuum analyze`);
  await admin`checkpoint`;
  await admin`drop table bag`;
}

async function fillRecords(admin: Sql, receipts: number): Promise<void> {
  await admin`
    create temp table journey as select n, gen_random_uuid() as shipment, 'H' || lpad((1 + floor(${hospitalCount}::int * power(random(), 2.5)))::text, 3, '0') as hospital,
      city_now() - random() * interval '200 days' as at from generate_series(1, ${receipts}::int) n`;
  await admin`
    insert into shipments (id, no, org_id, party_org_id, state, bag_count, received_count, box_count, sent_at, arrived_at, created_by, created_at)
    select shipment, 'S' || n, 'S01', hospital, 'received', 12, 12, 1, at - interval '3 hours', at, '5001', at - interval '4 hours' from journey order by at`;
  await admin`
    insert into bag_receipts (no, org_id, party_org_id, shipment_id, state, duty_mode, bag_count, temperatures, received_by, reviewed_by, arrived_at, posted_at, source, created_by)
    select 'R' || n, hospital, 'S01', shipment, 'posted', case when n % 9 = 0 then 'single' else 'two_person' end, 12, '[]', '1001 王秀英', '1002 李建国', at, at, 'scan', '1001 王秀英'
    from journey order by at`;
  // Bags on their way stand on an open note, one for each hospital.
  await admin`
    insert into shipments (no, org_id, party_org_id, state, bag_count, box_count, sent_at, created_by)
    select 'T' || expected_org_id, 'S01', expected_org_id, 'shipped', count(*), 1, city_now() - interval '2 hours', '5001'
    from blood_units where state = 'in_transit' group by expected_org_id`;
  await admin`
    insert into shipment_bags (shipment_id, unit_id, org_id, party_org_id, line_no, state)
    select s.id, u.id, 'S01', u.expected_org_id, row_number() over (partition by s.id), 'expected'
    from blood_units u join shipments s on s.party_org_id = u.expected_org_id and s.state = 'shipped' where u.state = 'in_transit'`;
  await admin`drop table journey`;
}

/** Takes plain indexes off for the load. @returns what puts the same ones back. */
async function dropIndexes(admin: Sql, tables: readonly string[]): Promise<() => Promise<void>> {
  const found = await admin<{ name: string; definition: string }[]>`
    select c.relname as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid::regclass::text = any(${[...tables]}) and not i.indisunique`;
  for (const { name } of found) await admin.unsafe(`drop index ${name}`);
  return async () => {
    for (const { definition } of found) await admin.unsafe(definition.replace(' ON ONLY ', ' ON '));
  };
}
