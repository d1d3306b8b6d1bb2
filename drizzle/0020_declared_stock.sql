-- 申报库存: what a hospital that does not register its bags here says it has. It stands beside the ledger and never in it: no cell, no movement.

-- How the city hears of a house. Without a row it works on these screens.
create table stock_reporting (
  id uuid primary key default gen_random_uuid(),
  org_id text not null unique references organisations,
  mode text not null check (mode in ('works_here', 'declares')),
  interval_hours int not null check (interval_hours in (24, 48, 72, 168)),
  due_hour int not null check (due_hour between 0 and 23),
  agreed_by text not null,
  agreed_at timestamptz not null default city_now(),
  version int not null default 1
);
comment on table stock_reporting is 'Written by the city administrator by declared-stock.agree, for a hospital; read by everybody who sees the city. After the interval a house that was not heard of is named as silent.';

create table stock_declarations (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  day date not null,
  version int not null default 1,
  unique (org_id, day)
);
comment on table stock_declarations is 'One of a business day, written by declared-stock.declare of its own hospital; its version is the newest revision. A day without a row is missing and never zero.';

create table stock_declaration_revisions (
  declaration_id uuid not null references stock_declarations,
  revision int not null,
  org_id text not null,
  cell_count int not null check (cell_count > 0),
  entry text not null check (entry in ('form', 'import')),
  reason text not null check (revision = 1 or reason <> ''),
  declared_by text not null,
  declared_at timestamptz not null default city_now(),
  primary key (declaration_id, revision)
);
comment on table stock_declaration_revisions is 'Append only. The first is the declaration, each later one a correction with its reason.';

create table stock_declaration_lines (
  declaration_id uuid not null references stock_declarations,
  revision int not null,
  org_id text not null,
  component text not null references components,
  abo text not null check (abo in ('A', 'B', 'O', 'AB')),
  rhd text not null check (rhd in ('positive', 'negative')),
  amount bigint not null check (amount >= 0),
  primary key (declaration_id, revision, component, abo, rhd)
);
comment on table stock_declaration_lines is 'Append only: what each revision said, hundredths of the component''s unit. A cell that is not here was not declared; zero was said.';

do $$ declare t text; begin
  foreach t in array array['stock_declaration_revisions', 'stock_declaration_lines'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', t || '_append_only', t);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', t || '_no_truncate', t);
  end loop;
end $$;

select scope_table('stock_reporting', 'org_id', null, true, '');
select scope_table('stock_declarations', 'org_id', null, true);
select scope_table('stock_declaration_revisions', 'org_id', null, true, 'insert');
select scope_table('stock_declaration_lines', 'org_id', null, true, 'insert');
-- The agreement is the office's to write: of any hospital for the municipal one, of its own district's for a district's.
create policy city_agrees on stock_reporting for insert to scope_city with check (org_id in (select o.id from organisations o where o.kind = 'hospital'));
create policy city_changes on stock_reporting for update to scope_city using (true) with check (org_id in (select o.id from organisations o where o.kind = 'hospital'));
create policy district_agrees on stock_reporting for insert to scope_district
  with check (org_id in (select o.id from organisations o where o.kind = 'hospital' and o.district = nullif(current_setting('app.district', true), '')));
create policy district_changes on stock_reporting for update to scope_district
  using (org_id in (select o.id from organisations o where o.district = nullif(current_setting('app.district', true), '')))
  with check (org_id in (select o.id from organisations o where o.kind = 'hospital' and o.district = nullif(current_setting('app.district', true), '')));
grant insert, update on stock_reporting to scope_city, scope_district;
create constraint trigger stock_reporting_audited after insert or update on stock_reporting deferrable initially deferred for each row execute function require_audit();
create constraint trigger stock_declarations_audited after insert or update on stock_declarations deferrable initially deferred for each row execute function require_audit();

-- How each house reports, and the newest declaration of those that declare.
create function city_reporting() returns table (org_id text, mode text, interval_hours int, due_hour int, day text, declared_at timestamptz, cells json)
language sql stable security definer set search_path from current as $$
  select r.org_id, r.mode, r.interval_hours, r.due_hour, d.day::text, v.declared_at,
    (select json_agg(json_build_array(l.component, l.abo, l.rhd, l.amount) order by l.component, l.abo, l.rhd)
      from stock_declaration_lines l where l.declaration_id = d.id and l.revision = d.version)
  from stock_reporting r
  left join lateral (
    select s.id, s.day, s.version from stock_declarations s where s.org_id = r.org_id and r.mode = 'declares' order by s.day desc limit 1
  ) d on true
  left join stock_declaration_revisions v on v.declaration_id = d.id and v.revision = d.version
$$;
revoke execute on function city_reporting() from public;
grant execute on function city_reporting() to scope_org, scope_district, scope_city, scope_system;
-- The ticker tells of bags and declarations; that a house agreed with its office is heard by the screens and shown by none.
create or replace function city_ticker(in_count int) returns table (seq bigint, at timestamptz, org_id text, party_org_id text, action text, tally jsonb)
language sql stable security definer set search_path from current as $$
  select f.seq, f.at, f.org_id, f.party_org_id, f.envelope->>'action', f.envelope->'tally' from feed f
  where f.seq > (select h.seq - 2000 from feed_head h) and 'city' = any(f.rooms) and jsonb_typeof(f.envelope->'tally') = 'object'
    and f.envelope->'tally'->>'kind' <> 'agree'
  order by f.seq desc limit least(in_count, 100)
$$;
do $$ begin
  execute format('alter function city_reporting() set search_path = %I, pg_temp', current_schema());
  execute format('alter function city_ticker(int) set search_path = %I, pg_temp', current_schema());
end $$;
