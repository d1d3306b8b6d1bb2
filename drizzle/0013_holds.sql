-- Why a bag was taken off the shelf and on what ground it came back, in somebody's words. Beside the bag and not on it: offices read bags,
-- and words may name a patient.
create table bag_holds (
  record_id uuid not null,
  unit_id uuid not null references blood_units,
  org_id text not null references organisations,
  kind text not null check (kind in ('hold', 'release')),
  reason text not null,
  words text not null default '',
  recheck jsonb,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  primary key (record_id, unit_id)
);
comment on table bag_holds is 'Append only. Written by stock.hold and stock.release-hold, read by whoever decides on a held bag. The record_id is that of the movement.';
create index bag_holds_unit on bag_holds (unit_id, created_at desc);
select scope_table('bag_holds', 'org_id', null, false, 'insert');
create trigger bag_holds_append_only before update or delete on bag_holds for each row execute function refuse_change();
create trigger bag_holds_no_truncate before truncate on bag_holds for each statement execute function refuse_change();

-- A bag stands at the door and the system knows it already. One narrow question: where it is by the ledger, as far as whoever has it in
-- hand must know to go on: here, on its way here, at a station (which), or at another house (not which); and whom to call.
create function known_bag(in_scheme text, in_issuer text, in_donation_no text, in_product_code text)
returns table (place text, state text, station text, phone text, shipment_no text)
language sql stable security definer set search_path from current as $$
  select w.place, case w.place when 'elsewhere' then '' else u.state end, s.name, s.duty_phone, coalesce(n.no, '')
  from blood_units u
  join organisations h on h.id = u.holder_org_id
  cross join lateral (select case
    when u.state = 'in_transit' and u.expected_org_id = my_org() then 'awaited'
    when u.state = 'in_transit' then 'elsewhere'
    when u.holder_org_id = my_org() then 'here'
    when h.kind = 'blood_station' then 'station'
    else 'elsewhere' end as place) w
  join organisations s on s.id = case when h.kind = 'blood_station' then h.id else u.source_org_id end
  left join lateral (
    select t.no from shipment_bags b join shipments t on t.id = b.shipment_id
    where w.place = 'awaited' and b.unit_id = u.id and b.state = 'expected' limit 1) n on true
  where u.label_scheme = in_scheme and u.issuer = in_issuer and u.donation_no = in_donation_no and u.product_code = in_product_code
$$;
revoke execute on function known_bag(text, text, text, text) from public;
grant execute on function known_bag(text, text, text, text) to scope_org;
do $$ begin
  execute format('alter function known_bag(text, text, text, text) set search_path = %I, pg_temp', current_schema());
end $$;
