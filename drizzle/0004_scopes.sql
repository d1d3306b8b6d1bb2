-- Row-level security: one role per scope, one policy set each. The application login owns nothing and inherits nothing.

create function scope_table(tbl regclass, org_col text, party_col text default null, is_city boolean default false, writes text default 'insert, update') returns void
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tbl);
  execute format('alter table %s force row level security', tbl);
  execute format('create policy owner_all on %s to current_user using (true) with check (true)', tbl);
  execute format('create policy system_all on %s to scope_system using (true) with check (true)', tbl);
  execute format('create policy org_own on %s to scope_org using (%I = my_org()) with check (%I = my_org())', tbl, org_col, org_col);
  if party_col is not null then
    execute format('create policy org_party on %s to scope_org using (%I = my_org()) with check (%I = my_org())', tbl, party_col, party_col);
  end if;
  execute format('grant select on %s to scope_org, scope_system', tbl);
  if writes <> '' then execute format('grant %s on %s to scope_org, scope_system', writes, tbl); end if;
  if is_city then
    execute format('create policy city_all on %s for select to scope_city using (true)', tbl);
    execute format('create policy district_own on %s for select to scope_district using (%I in (select o.id from organisations o where o.district = nullif(current_setting(''app.district'', true), '''')))', tbl, org_col);
    execute format('grant select on %s to scope_city, scope_district', tbl);
  end if;
end $$;

-- Whoever acts from an office still writes its own chain, keys, drafts, signatures and counters.
create function scope_own_writes(tbl regclass, writes text) returns void language plpgsql as $$
begin
  execute format('create policy office_own on %s to scope_city using (org_id = my_org()) with check (org_id = my_org())', tbl);
  execute format('create policy office_district on %s to scope_district using (org_id = my_org()) with check (org_id = my_org())', tbl);
  execute format('grant %s on %s to scope_city, scope_district', writes, tbl);
end $$;

-- Read by all, written by nobody but owner and system.
do $$ declare t text; begin
  foreach t in array array['city', 'organisations', 'components', 'products', 'unit_edges'] loop
    execute format('grant select on %I to scope_org, scope_district, scope_city, scope_system', t);
  end loop;
end $$;
grant select on city to public; -- city_now() is called before the scope role is taken; the row holds no secret
grant update on city to scope_system;
grant insert, update on organisations, products to scope_system;

select scope_table('people', 'org_id');
select scope_table('memberships', 'org_id');
select scope_table('record_counters', 'org_id', null, false, 'insert, update');
select scope_table('idempotency_keys', 'org_id', null, false, 'insert, update');
select scope_table('drafts', 'org_id', null, false, 'insert, update, delete');
select scope_table('signatures', 'org_id', null, false, 'insert');
select scope_table('tasks', 'org_id', null, false, 'insert, update');
select scope_table('audit_heads', 'org_id', null, false, 'insert, update');
select scope_table('audit_log', 'org_id', null, false, 'insert');
select scope_table('imports', 'org_id', null, false, 'insert, update');
select scope_table('blood_units', 'holder_org_id', null, true);
create policy org_source on blood_units for select to scope_org using (source_org_id = my_org());
-- Whoever expects a bag sees it, may announce it (a delivery without a note) and may receive or refuse it while it is on its way.
create policy org_expects on blood_units for select to scope_org using (expected_org_id = my_org());
create policy org_announces on blood_units for insert to scope_org with check (expected_org_id = my_org() and state = 'in_transit');
create policy org_receives on blood_units for update to scope_org using (expected_org_id = my_org() and state = 'in_transit') with check (expected_org_id = my_org());
select scope_table('unit_labels', 'org_id', null, true, 'insert');
select scope_table('stock_movements', 'from_org', 'to_org', true, 'insert');
select scope_table('stock_cells', 'org_id', null, true, '');
select scope_table('issue_days', 'org_id', null, true, '');
select scope_table('stock_settings', 'org_id', null, true);
select scope_table('patients', 'org_id');
select scope_table('station_releases', 'org_id');
select scope_table('shipments', 'org_id', 'party_org_id', true);
select scope_table('shipment_bags', 'org_id', 'party_org_id', true, 'insert, update, delete');
select scope_table('bag_receipts', 'org_id');
select scope_table('bag_receipt_lines', 'org_id');
select scope_table('reservations', 'org_id');
select scope_table('clinical_issues', 'org_id');
select scope_table('clinical_issue_lines', 'org_id');

select scope_own_writes('people', 'select');
select scope_own_writes('memberships', 'select');
select scope_own_writes('idempotency_keys', 'select, insert, update');
select scope_own_writes('drafts', 'select, insert, update, delete');
select scope_own_writes('audit_heads', 'select, insert, update');
select scope_own_writes('audit_log', 'select, insert');

-- The outbox may be written by any scope for what it touched, and read by the relay alone.
alter table outbox enable row level security;
alter table outbox force row level security;
create policy owner_all on outbox to current_user using (true) with check (true);
create policy system_all on outbox to scope_system using (true) with check (true);
create policy any_scope_tells on outbox for insert to scope_org, scope_city, scope_district with check (true);
grant insert on outbox to scope_org, scope_city, scope_district;
grant select, insert, delete on outbox to scope_system;

-- The feed is read in rooms by the server process (system); a delta query passes the rooms of the session explicitly.
grant select, insert on feed to scope_system;
grant select, update on feed_head to scope_system;
grant select on feed_head to scope_org, scope_city, scope_district;
grant select, insert, update on feed_cursors, leases to scope_system;
grant delete on idempotency_keys to scope_system;

-- Partitions are reached through their parent only.
revoke execute on function ensure_partitions() from public;
grant execute on function ensure_partitions() to scope_system;
revoke execute on function relay_outbox(int) from public;
grant execute on function relay_outbox(int) to scope_system;
drop function scope_own_writes(regclass, text);
