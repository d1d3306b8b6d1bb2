-- The city's overview, and the shelf in order of expiry. Every function here answers one narrow question over all organisations,
-- as SECURITY DEFINER, because a hospital's own scope shows its own rows only: aggregates per organisation, never a bag, never a patient.

-- In stock by expiry: the bag list, the near-expiry list and what the matrix counts down. Small at any age of the system.
create index blood_units_shelf on blood_units (holder_org_id, expires_at, id) where state in ('available', 'reserved', 'quarantined');

-- Stock per organisation, component and group, with the version that live changes are compared with.
create function city_cells() returns table (
  org_id text, component text, abo text, rhd text, available_bags int, available_amount bigint, in_transit_bags int, in_transit_amount bigint, version bigint
) language sql stable security definer set search_path from current as $$
  select c.org_id, c.component, c.abo, c.rhd, c.available_bags, c.available_amount, c.in_transit_bags, c.in_transit_amount, c.version from stock_cells c
$$;

-- Issues to patients over the last complete business days: the denominator of days of cover.
create function city_use(in_days int) returns table (org_id text, component text, abo text, rhd text, bags bigint, amount bigint)
language sql stable security definer set search_path from current as $$
  select i.org_id, i.component, i.abo, i.rhd, sum(i.bags)::bigint, sum(i.amount)::bigint from issue_days i
  where i.day >= city_today() - in_days and i.day < city_today() group by 1, 2, 3, 4
$$;

-- How many of those days an organisation has data for: a day before its first record is missing, not zero.
create function city_use_days(in_days int) returns table (org_id text, days int)
language sql stable security definer set search_path from current as $$
  select o.id, least(in_days, city_today() - (select min(i.day) from issue_days i where i.org_id = o.id)) from organisations o
$$;

-- What is stocked where, and the minima of counted cells.
create function city_settings() returns table (org_id text, component text, abo text, rhd text, is_stocked boolean, minimum_amount bigint)
language sql stable security definer set search_path from current as $$
  select s.org_id, s.component, s.abo, s.rhd, s.is_stocked, s.minimum_amount from stock_settings s
$$;

-- Available amounts whose time comes before an instant: the clock takes them out of a figure before the sweep does.
create function city_expiring(in_until timestamptz) returns table (org_id text, component text, abo text, rhd text, expires_at timestamptz, bags bigint, amount bigint)
language sql stable security definer set search_path from current as $$
  select u.holder_org_id, u.component, u.abo, u.rhd, u.expires_at, count(*), sum(u.amount)::bigint from blood_units u
  where u.state = 'available' and u.expires_at <= in_until group by 1, 2, 3, 4, 5
$$;

-- When a hospital was last heard of: its latest movement, in or out.
create function city_reports() returns table (org_id text, moved_at timestamptz)
language sql stable security definer set search_path from current as $$
  select o.id, greatest(
    (select m.at from stock_movements m where m.from_org = o.id order by m.at desc, m.id desc limit 1),
    (select m.at from stock_movements m where m.to_org = o.id order by m.at desc, m.id desc limit 1))
  from organisations o where o.kind in ('hospital', 'blood_station')
$$;

-- The last movements as the city may see them: module's verb, organisations, bags by kind; looks no further back than 2,000 changes.
create function city_ticker(in_count int) returns table (seq bigint, at timestamptz, org_id text, party_org_id text, action text, tally jsonb)
language sql stable security definer set search_path from current as $$
  select f.seq, f.at, f.org_id, f.party_org_id, f.envelope->>'action', f.envelope->'tally' from feed f
  where f.seq > (select h.seq - 2000 from feed_head h) and 'city' = any(f.rooms) and jsonb_typeof(f.envelope->'tally') = 'object'
  order by f.seq desc limit least(in_count, 100)
$$;

-- Every bag that ever bore a label. Ids only: whoever asks still sees a bag only where its own scope shows it.
create function units_by_label(in_label text) returns table (unit_id uuid)
language sql stable security definer set search_path from current as $$
  select distinct l.unit_id from unit_labels l where l.label = in_label limit 50
$$;

do $$ declare f text; begin
  foreach f in array array['city_cells()', 'city_use(int)', 'city_use_days(int)', 'city_settings()', 'city_expiring(timestamptz)', 'city_reports()',
    'city_ticker(int)', 'units_by_label(text)'] loop
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to scope_org, scope_district, scope_city, scope_system', f);
  end loop;
end $$;
