-- A house moves bags in and out of its own accounts. Of another's it may touch what a journey touches and nothing else: what is on its
-- way there (ship, unship), and what goes back to the sender on hold (refuse). Before, either side being one's own was enough, so that a
-- movement out of another hospital's available stock into one's own passed.
drop policy org_own on stock_movements;
drop policy org_party on stock_movements;
create policy org_out on stock_movements for select to scope_org using (from_org = my_org());
create policy org_in on stock_movements for select to scope_org using (to_org = my_org());
create policy org_moves on stock_movements for insert to scope_org with check (
  my_org() in (from_org, to_org)
  and (from_org is null or from_org = my_org() or from_bucket = 'in_transit')
  and (to_org is null or to_org = my_org() or to_bucket = 'in_transit' or (from_bucket = 'in_transit' and to_bucket = 'quarantined'))
);

-- What runs as the owner looks for its tables in the city's schema first, and among temporary ones last.
do $$ declare f regprocedure; begin
  for f in select p.oid::regprocedure from pg_proc p where p.prosecdef and p.pronamespace = current_schema()::regnamespace loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
