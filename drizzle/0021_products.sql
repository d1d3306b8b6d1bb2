-- 产品表: what the city's own product codes are in the component catalogue, kept by the station and the city; and the codes that it lacks.
alter table products
  add column id uuid not null default gen_random_uuid() unique,
  -- Null: always was.
  add column valid_from date,
  add column retired_at timestamptz,
  add column retired_reason text,
  add column created_at timestamptz not null default city_now(),
  add column version int not null default 1,
  add constraint products_retired check ((retired_at is null) = (retired_reason is null));
comment on table products is 'The site''s own product codes, eight characters or the first five, one list for the city. Written by products.register, modify, retire, restore and import of a station and of the municipal office, and by the seed of a city; read by everybody. A line is retired and never deleted; bags keep what they were read as.';
create index products_description on products (left(product_code, 5));

alter table products enable row level security;
alter table products force row level security;
create policy owner_all on products to current_user using (true) with check (true);
create policy system_all on products to scope_system using (true) with check (true);
create policy everybody_reads on products for select to scope_org, scope_district, scope_city using (true);
create policy station_registers on products for insert to scope_org with check (my_org() in (select o.id from organisations o where o.kind = 'blood_station'));
create policy station_changes on products for update to scope_org
  using (my_org() in (select o.id from organisations o where o.kind = 'blood_station'))
  with check (my_org() in (select o.id from organisations o where o.kind = 'blood_station'));
create policy city_registers on products for insert to scope_city with check (true);
create policy city_changes on products for update to scope_city using (true) with check (true);
grant insert, update on products to scope_org, scope_city;
-- The seed of a city writes as its owner and has no trail.
create constraint trigger products_audited after insert or update on products deferrable initially deferred
  for each row when (current_user like 'scope\_%') execute function require_audit();

create table unmapped_products (
  id uuid primary key default gen_random_uuid(),
  product_code text not null check (product_code ~ '^[0-9A-Z]{5,10}$'),
  org_id text not null references organisations,
  place text not null check (place in ('station-stock', 'bag-receipts', 'downtime-forms')),
  seen int not null check (seen > 0),
  created_at timestamptz not null default city_now(),
  last_seen_at timestamptz not null default city_now(),
  unique (product_code, org_id, place)
);
comment on table unmapped_products is 'Product codes that a house met and the product table lacked, by where it met them. Written after the refusal by the command that refused, or by products.report of a desk that reads labels itself; read by its house, by every station and by offices. A code leaves the list when a line covers it, not the table.';
select scope_table('unmapped_products', 'org_id', null, true);
create policy station_reads on unmapped_products for select to scope_org using (my_org() in (select o.id from organisations o where o.kind = 'blood_station'));

-- A file is brought in by the office too.
create policy office_own on imports to scope_city using (org_id = my_org()) with check (org_id = my_org());
grant select, insert, update on imports to scope_city;

-- The list: every line, and as lines that wait for somebody the codes that none covers, of the last 90 days.
-- It is everybody's own: `org_id` is the asker's.
create view product_list with (security_invoker = true) as
select p.id, my_org() as org_id, p.product_code, p.name, p.component, p.amount, p.modifiers, p.valid_from, p.retired_reason, p.created_at,
  null::int as seen, null::timestamptz as last_seen_at, null::text as last_seen_org_id, null::text as last_seen_place,
  case when p.retired_at is not null then 'retired' when p.valid_from > city_today() then 'upcoming' else 'active' end as state, p.version
from products p
union all
select (array_agg(s.id order by s.created_at, s.id))[1], my_org(), s.product_code, '', null, null, null, null, null, min(s.created_at),
  sum(s.seen)::int, max(s.last_seen_at), (array_agg(s.org_id order by s.last_seen_at desc, s.id))[1], (array_agg(s.place order by s.last_seen_at desc, s.id))[1],
  'unmapped', 1
from unmapped_products s
where s.last_seen_at > city_now() - interval '90 days'
  and not exists (select 1 from products p where left(p.product_code, 5) = left(s.product_code, 5) and (p.retired_at is null or p.retired_at >= s.last_seen_at))
group by s.product_code;
grant select on product_list to scope_org, scope_district, scope_city, scope_system;

-- How many bags of the city stand in stock or are on their way under each of these codes, as src/domain/blood/barcodes/products.ts finds the line of a bag.
create function product_bags(in_codes text[]) returns table (product_code text, bags int)
language sql stable security definer set search_path from current as $$
  with stock as (
    select b.product_code, count(*)::int as n from (
      select u.product_code from blood_units u where u.state in ('available', 'reserved', 'quarantined')
      union all select u.product_code from blood_units u where u.state = 'in_transit'
    ) b group by 1
  ), lines as (
    select p.product_code from products p where p.retired_at is null union select code from unnest(in_codes) code
  )
  select l.product_code, sum(s.n)::int from stock s
  cross join lateral (
    select c.product_code from lines c where left(c.product_code, 5) = left(s.product_code, 5)
    order by c.product_code = s.product_code desc, length(c.product_code) = 5 desc, c.product_code limit 1
  ) l
  where l.product_code = any(in_codes) group by 1
$$;

-- What happened to a line, in the chains of all who keep the table. A person is named in his own house; to others the house is.
create function product_history(in_id uuid) returns table (seq bigint, at timestamptz, payload text)
language sql stable security definer set search_path from current as $$
  select a.seq, a.at, case when a.org_id = my_org() then a.payload
    else jsonb_set(a.payload::jsonb, '{actor}', jsonb_build_object('kind', 'organisation', 'name', o.short_name))::text end
  from audit_log a join organisations o on o.id = a.org_id
  where a.record_id = in_id::text and a.module = 'products' and exists (select 1 from products p where p.id = in_id)
  order by a.at desc, a.seq desc limit 200
$$;
do $$ declare f text; begin
  foreach f in array array['product_bags(text[])', 'product_history(uuid)'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to scope_org, scope_district, scope_city, scope_system', f);
  end loop;
end $$;
