-- Bags, the ledger, the cells, and the rules that the database itself holds.

create table components (
  code text primary key,
  name_zh text not null,
  name_en text not null,
  component_class text not null,
  report_class text not null,
  unit text not null check (unit in ('U', 'ml', 'dose')),
  temperature_class text not null,
  ml_per_unit numeric not null,
  sort_order int not null,
  is_made_to_order boolean not null default false,
  definition jsonb not null
);
comment on table components is 'Loaded from the domain catalogue at every start; platform-level data, the same for every hospital.';

create table products (
  product_code text primary key,
  component text not null references components,
  amount int not null check (amount > 0),
  modifiers text[] not null default '{}',
  name text not null
);
comment on table products is 'The site''s own product codes. Eight characters, or the first five as a fallback.';

create table unit_edges (
  from_state text not null,
  to_state text not null,
  kind text not null,
  primary key (kind, from_state, to_state)
);
comment on table unit_edges is 'Generated from src/domain/stock/effects.ts at every start: which movement may lead from which state to which.';

create table blood_units (
  id uuid primary key default gen_random_uuid(),
  label_scheme text not null check (label_scheme in ('isbt128', 'codabar')),
  issuer text not null,
  donation_no text not null,
  product_code text not null,
  component text not null references components,
  abo text not null check (abo in ('A', 'B', 'O', 'AB')),
  rhd text not null check (rhd in ('positive', 'negative', 'unspecified')),
  amount int not null check (amount > 0),
  volume_ml int,
  modifiers text[] not null default '{}',
  antigens text[] not null default '{}',
  intended_use text not null default 'default',
  collected_at timestamptz,
  prepared_at timestamptz,
  expires_at timestamptz not null,
  source_org_id text not null references organisations,
  holder_org_id text not null references organisations,
  expected_org_id text references organisations,
  state text not null check (state in ('available', 'reserved', 'quarantined', 'in_transit', 'issued', 'discarded', 'lost', 'processed', 'out_of_city')),
  last_kind text not null,
  hold_reason text,
  storage_place text not null default '',
  version int not null default 1,
  unique (label_scheme, issuer, donation_no, product_code)
);
comment on table blood_units is 'One row per bag. State is written by src/server/modules/stock alone; never partitioned.';
-- What is in stock, by expiry: small at any age of the system.
create index blood_units_in_stock on blood_units (holder_org_id, component, abo, rhd, expires_at) where state in ('available', 'reserved', 'quarantined');
create index blood_units_expected on blood_units (expected_org_id, expires_at) where state = 'in_transit';
create index blood_units_expiring on blood_units (expires_at) where state in ('available', 'reserved');
create index blood_units_holder on blood_units (holder_org_id, expires_at desc, id);
create index blood_units_source on blood_units (source_org_id, expires_at desc, id);
create index blood_units_donation on blood_units (donation_no);

create table unit_labels (
  unit_id uuid not null references blood_units,
  label text not null,
  product_code text not null,
  org_id text not null,
  since timestamptz not null default city_now(),
  primary key (unit_id, label, product_code)
);
create index unit_labels_label on unit_labels (label);
comment on table unit_labels is 'Every label a bag ever bore; searched by trace and by scans.';

create table stock_movements (
  id bigint generated always as identity,
  at timestamptz not null default city_now(),
  xid xid8 not null default pg_current_xact_id(),
  unit_id uuid not null,
  kind text not null,
  from_org text,
  from_bucket text not null check (from_bucket in ('available', 'reserved', 'quarantined', 'in_transit', 'supply', 'patient', 'discarded', 'lost', 'processed', 'out_of_city')),
  to_org text,
  to_bucket text not null check (to_bucket in ('available', 'reserved', 'quarantined', 'in_transit', 'supply', 'patient', 'discarded', 'lost', 'processed', 'out_of_city')),
  component text not null,
  abo text not null,
  rhd text not null,
  amount int not null,
  module text not null,
  record_id text not null,
  actor_org_id text not null,
  actor text not null,
  occurred_at timestamptz not null default city_now(),
  primary key (id, at),
  check ((from_bucket in ('available', 'reserved', 'quarantined', 'in_transit')) = (from_org is not null)),
  check ((to_bucket in ('available', 'reserved', 'quarantined', 'in_transit')) = (to_org is not null))
) partition by range (at);
create table stock_movements_default partition of stock_movements default;
create index stock_movements_unit on stock_movements (unit_id, id);
create index stock_movements_from on stock_movements (from_org, at, id);
create index stock_movements_to on stock_movements (to_org, at, id);
create index stock_movements_at on stock_movements (at, id);
create trigger stock_movements_append_only before update or delete on stock_movements for each row execute function refuse_change();
create trigger stock_movements_no_truncate before truncate on stock_movements for each statement execute function refuse_change();

create table stock_cells (
  org_id text not null references organisations,
  component text not null,
  abo text not null,
  rhd text not null,
  available_bags int not null default 0,
  available_amount bigint not null default 0,
  reserved_bags int not null default 0,
  reserved_amount bigint not null default 0,
  quarantined_bags int not null default 0,
  quarantined_amount bigint not null default 0,
  in_transit_bags int not null default 0,
  in_transit_amount bigint not null default 0,
  version bigint not null default 1,
  primary key (org_id, component, abo, rhd),
  check (available_bags >= 0 and reserved_bags >= 0 and quarantined_bags >= 0 and in_transit_bags >= 0)
) with (fillfactor = 70);
comment on table stock_cells is 'Projection of the ledger. No role may write it: the trigger on stock_movements does, in one lock order.';

create table issue_days (
  org_id text not null,
  day date not null,
  component text not null,
  abo text not null,
  rhd text not null,
  bags int not null default 0,
  amount bigint not null default 0,
  primary key (org_id, day, component, abo, rhd)
) with (fillfactor = 70);
comment on table issue_days is 'Bags issued to patients per business day: the denominator of days of cover. Written with the ledger.';

create table stock_settings (
  org_id text not null references organisations,
  component text not null,
  abo text not null,
  rhd text not null,
  is_stocked boolean not null default true,
  minimum_amount bigint,
  primary key (org_id, component, abo, rhd)
);
comment on table stock_settings is 'What a hospital stocks and its minimum for cells judged by count. Written by its administrator and the seed.';

-- Cells follow movements, statement by statement, locked in key order, and collected in app.cells for the feed.
create function project_movements() returns trigger language plpgsql security definer set search_path from current as $$
declare touched jsonb;
begin
  insert into stock_cells (org_id, component, abo, rhd)
  select s.org_id, s.component, s.abo, s.rhd from (
    select m.to_org as org_id, m.component, m.abo, m.rhd from inserted m where m.to_org is not null
    union select m.from_org, m.component, m.abo, m.rhd from inserted m where m.from_org is not null
  ) s order by 1, 2, 3, 4
  on conflict do nothing;

  with sides as (
    select m.to_org as org_id, m.component, m.abo, m.rhd, m.to_bucket as bucket, 1 as bags, m.amount from inserted m where m.to_org is not null
    union all
    select m.from_org, m.component, m.abo, m.rhd, m.from_bucket, -1, -m.amount from inserted m where m.from_org is not null
  ), deltas as (
    select s.org_id, s.component, s.abo, s.rhd,
      coalesce(sum(s.bags) filter (where s.bucket = 'available'), 0) ab, coalesce(sum(s.amount) filter (where s.bucket = 'available'), 0) aa,
      coalesce(sum(s.bags) filter (where s.bucket = 'reserved'), 0) rb, coalesce(sum(s.amount) filter (where s.bucket = 'reserved'), 0) ra,
      coalesce(sum(s.bags) filter (where s.bucket = 'quarantined'), 0) qb, coalesce(sum(s.amount) filter (where s.bucket = 'quarantined'), 0) qa,
      coalesce(sum(s.bags) filter (where s.bucket = 'in_transit'), 0) tb, coalesce(sum(s.amount) filter (where s.bucket = 'in_transit'), 0) ta
    from sides s group by 1, 2, 3, 4
  ), locked as (
    select c.org_id, c.component, c.abo, c.rhd from stock_cells c join deltas d using (org_id, component, abo, rhd)
    order by c.org_id, c.component, c.abo, c.rhd for update of c
  ), bumped as (
    update stock_cells c set
      available_bags = c.available_bags + d.ab, available_amount = c.available_amount + d.aa,
      reserved_bags = c.reserved_bags + d.rb, reserved_amount = c.reserved_amount + d.ra,
      quarantined_bags = c.quarantined_bags + d.qb, quarantined_amount = c.quarantined_amount + d.qa,
      in_transit_bags = c.in_transit_bags + d.tb, in_transit_amount = c.in_transit_amount + d.ta,
      version = c.version + 1
    from locked l join deltas d using (org_id, component, abo, rhd)
    where c.org_id = l.org_id and c.component = l.component and c.abo = l.abo and c.rhd = l.rhd
    returning c.*
  )
  select jsonb_agg(jsonb_build_object('orgId', b.org_id, 'component', b.component, 'abo', b.abo, 'rhd', b.rhd,
    'availableBags', b.available_bags, 'availableAmount', b.available_amount, 'reservedBags', b.reserved_bags, 'reservedAmount', b.reserved_amount,
    'quarantinedBags', b.quarantined_bags, 'quarantinedAmount', b.quarantined_amount, 'inTransitBags', b.in_transit_bags,
    'inTransitAmount', b.in_transit_amount, 'version', b.version))
  into touched from bumped b;

  -- A later statement of the same transaction replaces the cell it touched again.
  perform set_config('app.cells', (
    select jsonb_agg(cell)::text from (
      select distinct on (cell->>'orgId', cell->>'component', cell->>'abo', cell->>'rhd') cell
      from jsonb_array_elements(coalesce(nullif(current_setting('app.cells', true), '')::jsonb, '[]'::jsonb) || coalesce(touched, '[]'::jsonb)) cell
      order by cell->>'orgId', cell->>'component', cell->>'abo', cell->>'rhd', (cell->>'version')::bigint desc
    ) latest
  ), true);

  insert into issue_days as i (org_id, day, component, abo, rhd, bags, amount)
  select coalesce(m.from_org, m.to_org), (m.at at time zone (select time_zone from city))::date, m.component, m.abo, m.rhd,
    sum(case when m.to_bucket = 'patient' then 1 else -1 end), sum(case when m.to_bucket = 'patient' then m.amount else -m.amount end)
  from inserted m where m.to_bucket = 'patient' or m.from_bucket = 'patient'
  group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5
  on conflict (org_id, day, component, abo, rhd) do update set bags = i.bags + excluded.bags, amount = i.amount + excluded.amount;
  return null;
end $$;
create trigger stock_movements_project after insert on stock_movements
  referencing new table as inserted for each statement execute function project_movements();

-- A bag changes state only along a generated edge, and never without its movement in the same transaction.
create function check_unit_edge() returns trigger language plpgsql as $$
declare was text := case when tg_op = 'INSERT' then 'new' else old.state end;
begin
  if tg_op = 'UPDATE' and new.state = old.state and new.holder_org_id = old.holder_org_id then return new; end if;
  if not exists (select 1 from unit_edges e where e.kind = new.last_kind and e.from_state = was and e.to_state = new.state) then
    raise exception 'bag % may not go from % to % by %', new.id, was, new.state, new.last_kind using errcode = 'XM003';
  end if;
  return new;
end $$;
create trigger blood_units_edge before insert or update on blood_units for each row execute function check_unit_edge();

create function require_movement() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from stock_movements m where m.unit_id = new.id and m.xid = pg_current_xact_id()) then
    raise exception 'bag % changed without a movement', new.id using errcode = 'XM004';
  end if;
  return null;
end $$;
create constraint trigger blood_units_moved after update of state, holder_org_id on blood_units
  deferrable initially deferred for each row execute function require_movement();
create constraint trigger blood_units_began after insert on blood_units
  deferrable initially deferred for each row execute function require_movement();

-- The ledger folded again: every row returned is a drift, and there is never one.
create function reconcile_stock() returns table (org_id text, component text, abo text, rhd text, bucket text, cell_bags bigint, ledger_bags bigint, cell_amount bigint, ledger_amount bigint, unit_bags bigint)
language sql stable as $$
  with ledger as (
    select s.org_id, s.component, s.abo, s.rhd, s.bucket, sum(s.bags)::bigint as bags, sum(s.amount)::bigint as amount from (
      select m.to_org as org_id, m.component, m.abo, m.rhd, m.to_bucket as bucket, 1 as bags, m.amount::bigint as amount from stock_movements m where m.to_org is not null
      union all
      select m.from_org, m.component, m.abo, m.rhd, m.from_bucket, -1, -m.amount::bigint from stock_movements m where m.from_org is not null
    ) s group by 1, 2, 3, 4, 5
  ), cells as (
    select c.org_id, c.component, c.abo, c.rhd, v.bucket, v.bags::bigint as bags, v.amount
    from stock_cells c cross join lateral (values
      ('available', c.available_bags, c.available_amount), ('reserved', c.reserved_bags, c.reserved_amount),
      ('quarantined', c.quarantined_bags, c.quarantined_amount), ('in_transit', c.in_transit_bags, c.in_transit_amount)) v(bucket, bags, amount)
  ), units as (
    select case when u.state = 'in_transit' then u.expected_org_id else u.holder_org_id end as org_id, u.component, u.abo, u.rhd, u.state as bucket, count(*) as bags
    from blood_units u where u.state in ('available', 'reserved', 'quarantined', 'in_transit') group by 1, 2, 3, 4, 5
  )
  select coalesce(c.org_id, l.org_id, u.org_id), coalesce(c.component, l.component, u.component), coalesce(c.abo, l.abo, u.abo), coalesce(c.rhd, l.rhd, u.rhd),
    coalesce(c.bucket, l.bucket, u.bucket), coalesce(c.bags, 0), coalesce(l.bags, 0), coalesce(c.amount, 0), coalesce(l.amount, 0), coalesce(u.bags, 0)
  from cells c
  full join ledger l on (c.org_id, c.component, c.abo, c.rhd, c.bucket) = (l.org_id, l.component, l.abo, l.rhd, l.bucket)
  full join units u on (coalesce(c.org_id, l.org_id), coalesce(c.component, l.component), coalesce(c.abo, l.abo), coalesce(c.rhd, l.rhd), coalesce(c.bucket, l.bucket)) = (u.org_id, u.component, u.abo, u.rhd, u.bucket)
  where coalesce(c.bags, 0) <> coalesce(l.bags, 0) or coalesce(c.amount, 0) <> coalesce(l.amount, 0) or coalesce(c.bags, 0) <> coalesce(u.bags, 0)
$$;

create function ensure_partitions() returns int language plpgsql security definer set search_path from current as $$
declare made int := 0; first_day date; part text; step bigint := 10000000; head bigint; base text;
begin
  perform pg_advisory_xact_lock(hashtext(current_schema() || ':partitions'));
  for i in -2..2 loop
    first_day := date_trunc('month', city_now() at time zone 'UTC')::date + make_interval(months => i);
    part := 'stock_movements_' || to_char(first_day, 'YYYYMM');
    if to_regclass(quote_ident(part)) is null and not exists (select 1 from stock_movements_default d where d.at >= first_day and d.at < first_day + interval '1 month') then
      execute format('create table %I partition of stock_movements for values from (%L) to (%L)', part, first_day::timestamp at time zone 'UTC', (first_day + interval '1 month')::timestamp at time zone 'UTC');
      made := made + 1;
    end if;
  end loop;
  foreach base in array array['audit_log', 'feed'] loop
    head := case base when 'feed' then (select seq from feed_head) else coalesce((select max(id) from audit_log), 0) end;
    for i in 0..1 loop
      part := base || '_' || (head / step + i);
      if to_regclass(quote_ident(part)) is null and (select case base when 'feed' then not exists (select 1 from feed_default) else not exists (select 1 from audit_log_default) end) then
        execute format('create table %I partition of %I for values from (%s) to (%s)', part, base, (head / step + i) * step, (head / step + i + 1) * step);
        made := made + 1;
      end if;
    end loop;
  end loop;
  return made;
end $$;
select ensure_partitions();
