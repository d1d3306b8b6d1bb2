-- A house that goes live is heard of by its ledger, from the trial on: its shelf stands there whole, and what it declares beside it is the same bags a second time.

create function heard_mode(in_org text, in_mode text, in_agreed_at timestamptz) returns text
language sql stable security definer set search_path from current as $$
  select case when exists (
    select 1 from go_lives g where g.org_id = in_org and (g.state = 'trial' or (g.state = 'live' and g.started_at >= in_agreed_at))
  ) then 'works_here' else in_mode end
$$;
comment on function heard_mode(text, text, timestamptz) is 'How the city hears of a house that agreed this mode at this time: what is agreed after a start stands.';
revoke execute on function heard_mode(text, text, timestamptz) from public;
grant execute on function heard_mode(text, text, timestamptz) to scope_org, scope_district, scope_city, scope_system;

create or replace function city_reporting() returns table (org_id text, mode text, interval_hours int, due_hour int, day text, declared_at timestamptz, cells json)
language sql stable security definer set search_path from current as $$
  select r.org_id, h.mode, r.interval_hours, r.due_hour, d.day::text, v.declared_at,
    (select json_agg(json_build_array(l.component, l.abo, l.rhd, l.amount) order by l.component, l.abo, l.rhd)
      from stock_declaration_lines l where l.declaration_id = d.id and l.revision = d.version)
  from stock_reporting r
  cross join lateral (select heard_mode(r.org_id, r.mode, r.agreed_at) as mode) h
  left join lateral (
    select s.id, s.day, s.version from stock_declarations s where s.org_id = r.org_id and h.mode = 'declares' order by s.day desc limit 1
  ) d on true
  left join stock_declaration_revisions v on v.declaration_id = d.id and v.revision = d.version
$$;
do $$ begin
  execute format('alter function heard_mode(text, text, timestamptz) set search_path = %I, pg_temp', current_schema());
  execute format('alter function city_reporting() set search_path = %I, pg_temp', current_schema());
end $$;
