-- 血液预订: a hospital orders from the blood station; the station answers line by line, picks, packs and sends; what is not delivered stays owed.
-- Both parties read and write an order; whose patient a line is for stays with the hospital.

-- When the station delivers: its slots with the last moment to order.
create table delivery_plans (
  id uuid primary key default gen_random_uuid(),
  org_id text not null unique references organisations,
  slots jsonb not null default '[]',
  updated_by text not null default '',
  updated_at timestamptz not null default city_now(),
  version int not null default 1
);
comment on table delivery_plans is 'One row per station, written and read by its clerks: arrival and last moment to order in city time, and the weekdays. Hospitals ask station_slots().';
select scope_table('delivery_plans', 'org_id', null, true);
-- One narrow question: when does this station deliver? Every hospital may ask it.
create function station_slots(in_station text) returns jsonb
language sql stable security definer set search_path from current as $$
  select p.slots from delivery_plans p join organisations o on o.id = p.org_id and o.kind = 'blood_station' where p.org_id = in_station
$$;

create table blood_orders (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  state text not null check (state in ('submitted', 'accepted', 'rejected', 'picking', 'packed', 'on_the_way', 'arrived', 'partly_received', 'completed', 'closed_short', 'cancelled')),
  priority text not null check (priority in ('routine', 'urgent', 'life_threatening')),
  delivery_method text not null check (delivery_method in ('slot', 'extra', 'express', 'pickup')),
  needed_at timestamptz not null,
  line_count int not null check (line_count > 0),
  special_count int not null default 0,
  red_cell_amount int not null default 0,
  platelet_amount int not null default 0,
  plasma_amount int not null default 0,
  cryo_amount int not null default 0,
  owed_lines int not null default 0,
  filled_percent int,
  phoned_with text,
  phoned_by text,
  phoned_at timestamptz,
  cancel_reason text,
  cancel_asked_at timestamptz,
  cancel_asked_by text,
  remark text not null default '',
  reason text,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  answered_by text,
  answered_at timestamptz,
  sent_at timestamptz,
  received_at timestamptz,
  updated_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  check (org_id <> party_org_id),
  check ((phoned_at is null) = (phoned_with is null)),
  check ((cancel_asked_at is null) = (cancel_asked_by is null))
);
comment on table blood_orders is 'Written by the hospital that orders and by the station that answers; read by both. Its state follows its deliveries. The remark names no patient: the city reads it.';
create index blood_orders_hospital on blood_orders (org_id, created_at desc, id);
create index blood_orders_station on blood_orders (party_org_id, created_at desc, id);
create index blood_orders_city on blood_orders (created_at desc, id);
create index blood_orders_priority on blood_orders (priority, created_at desc);
create index blood_orders_needed on blood_orders (needed_at);
-- What waits for somebody: small at any age of the system.
create index blood_orders_open on blood_orders (party_org_id, needed_at, id)
  where state in ('submitted', 'accepted', 'picking', 'packed', 'on_the_way', 'arrived', 'partly_received');
create index blood_orders_open_hospital on blood_orders (org_id, needed_at, id)
  where state in ('submitted', 'accepted', 'picking', 'packed', 'on_the_way', 'arrived', 'partly_received');

create table blood_order_lines (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references blood_orders,
  org_id text not null,
  party_org_id text not null,
  line_no int not null,
  component text not null references components,
  abo text not null check (abo in ('A', 'B', 'O', 'AB')),
  rhd text not null check (rhd in ('positive', 'negative')),
  amount int not null check (amount > 0),
  modifiers text[] not null default '{}',
  antigens_negative text[] not null default '{}',
  words text not null default '',
  is_for_patient boolean not null default false,
  -- As the figures stood when it was ordered.
  usable_amount bigint,
  in_transit_amount bigint,
  cover_days numeric(6, 1),
  proposed_amount int,
  accepted_amount int not null default 0 check (accepted_amount >= 0),
  later_amount int not null default 0 check (later_amount >= 0),
  later_on date,
  declined_amount int not null default 0 check (declined_amount >= 0),
  decline_code text,
  closed_amount int not null default 0 check (closed_amount >= 0),
  unique (order_id, line_no),
  check ((later_amount > 0) = (later_on is not null)),
  check ((declined_amount > 0) = (decline_code is not null))
);
comment on table blood_order_lines is 'What was ordered, what the station answered (now, later with its day, not with its reason) and what was given up. Amounts in hundredths of the component''s unit. Words say the requirement and no name.';
create index blood_order_lines_hospital on blood_order_lines (org_id, order_id);
create index blood_order_lines_station on blood_order_lines (party_org_id, order_id);

create table blood_order_patients (
  line_id uuid primary key references blood_order_lines on delete cascade,
  org_id text not null,
  patient_id uuid not null references patients,
  ordered_at timestamptz not null default city_now()
);
comment on table blood_order_patients is 'Whose need a line is. Read by the hospital alone: to the station it is the order''s number and line.';
create index blood_order_patients_last on blood_order_patients (org_id, patient_id, ordered_at desc);

create table blood_order_deliveries (
  id uuid primary key default gen_random_uuid(),
  order_id uuid not null references blood_orders,
  org_id text not null,
  party_org_id text not null,
  delivery_no int not null,
  state text not null check (state in ('picking', 'packed', 'on_the_way', 'arrived', 'received', 'void')),
  bag_count int not null default 0,
  boxes jsonb not null default '[]',
  carrier text not null default '',
  carrier_phone text not null default '',
  plate text not null default '',
  due_at timestamptz,
  shipment_id uuid references shipments,
  picked_by text not null,
  begun_at timestamptz not null default city_now(),
  packed_by text,
  packed_at timestamptz,
  sent_by text,
  sent_at timestamptz,
  arrived_at timestamptz,
  received_at timestamptz,
  unique (order_id, delivery_no),
  check ((state in ('picking', 'packed')) = (shipment_id is null) or state = 'void')
);
comment on table blood_order_deliveries is 'One journey for an order: picked, packed, sent as a shipment, received. Written by the station until it leaves; then it follows its shipment.';
create unique index blood_order_deliveries_open on blood_order_deliveries (order_id) where state in ('picking', 'packed');
create unique index blood_order_deliveries_shipment on blood_order_deliveries (shipment_id) where shipment_id is not null;
create index blood_order_deliveries_hospital on blood_order_deliveries (org_id, order_id);
create index blood_order_deliveries_station on blood_order_deliveries (party_org_id, order_id);

create table blood_order_bags (
  delivery_id uuid not null references blood_order_deliveries,
  unit_id uuid not null references blood_units,
  line_id uuid not null references blood_order_lines,
  order_id uuid not null references blood_orders,
  org_id text not null,
  party_org_id text not null,
  amount int not null,
  box_no int,
  -- When its label was read, or its number typed; null: chosen from the list and not seen yet.
  scanned_at timestamptz,
  state text not null check (state in ('picked', 'sent', 'received', 'back')),
  picked_by text not null,
  picked_at timestamptz not null default city_now(),
  primary key (delivery_id, unit_id)
);
comment on table blood_order_bags is 'Bags taken from the station''s shelf for a line. picked: reserved there; sent: on its way; received: in the hospital, on hold or not; back: did not come to it.';
create unique index blood_order_bags_picked on blood_order_bags (unit_id) where state = 'picked';
create index blood_order_bags_line on blood_order_bags (line_id);
create index blood_order_bags_hospital on blood_order_bags (org_id, order_id);
create index blood_order_bags_station on blood_order_bags (party_org_id, order_id);

create table blood_order_templates (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  name text not null,
  lines jsonb not null,
  created_by text not null,
  updated_at timestamptz not null default city_now(),
  version int not null default 1
);
comment on table blood_order_templates is 'What a hospital orders again and again, by name. Without patients.';
create unique index blood_order_templates_name on blood_order_templates (org_id, lower(name));

select scope_table('blood_orders', 'org_id', 'party_org_id', true);
select scope_table('blood_order_lines', 'org_id', 'party_org_id', false, 'insert, update, delete');
select scope_table('blood_order_patients', 'org_id', null, false, 'insert, delete');
select scope_table('blood_order_deliveries', 'org_id', 'party_org_id', true);
select scope_table('blood_order_bags', 'org_id', 'party_org_id');
select scope_table('blood_order_templates', 'org_id', null, false, 'insert, update, delete');

-- An order and its lines are the hospital's: no station writes one in its name, nor takes a line away.
create policy hospital_orders on blood_orders as restrictive for insert to scope_org with check (org_id = my_org());
create policy hospital_lines on blood_order_lines as restrictive for insert to scope_org with check (org_id = my_org());
create policy hospital_drops on blood_order_lines as restrictive for delete to scope_org using (org_id = my_org());

create constraint trigger blood_orders_audited after insert or update on blood_orders deferrable initially deferred for each row execute function require_audit();
create constraint trigger blood_order_templates_audited after insert or update on blood_order_templates deferrable initially deferred for each row execute function require_audit();
create constraint trigger delivery_plans_audited after insert or update on delivery_plans deferrable initially deferred for each row execute function require_audit();

-- A picked bag that is put on hold, expires or is lost leaves its order, whatever took it.
create function drop_pick() returns trigger language plpgsql security definer set search_path from current as $$
begin
  -- The delivery first, and by itself: what a verb has just put on it is seen by the next statement.
  perform 1 from blood_order_deliveries d where d.id in (
    select b.delivery_id from blood_order_bags b where b.unit_id = new.id and b.state = 'picked') for update;
  with gone as (
    update blood_order_bags b set state = 'back' where b.unit_id = new.id and b.state = 'picked' returning b.delivery_id
  )
  -- The boxes are open again: the bag lies in one of them. With the last bag there is no delivery.
  update blood_order_deliveries d set packed_by = null, packed_at = null, state = case
    when exists (select 1 from blood_order_bags l where l.delivery_id = d.id and l.state = 'picked' and l.unit_id <> new.id) then 'picking' else 'void' end
  from gone g where d.id = g.delivery_id and d.state in ('picking', 'packed');
  return null;
end $$;
create trigger blood_units_drop_pick after update of state on blood_units for each row
  when (old.state = 'reserved' and new.state <> 'reserved') execute function drop_pick();

-- What both parties of a record read of its story: the chain of each holds its own deeds. Takes the place of shipment_history(), which goes with the
-- next contraction. A module that lets two houses see one record has its line here; nothing of it may name a patient.
create function party_history(in_module text, in_id uuid) returns table (org_id text, seq bigint, at timestamptz, payload text)
language sql stable security definer set search_path from current as $$
  select a.org_id, a.seq, a.at, a.payload from audit_log a
  where a.record_id = in_id::text and a.module = in_module and case in_module
    when 'shipments' then exists (select 1 from shipments s where s.id = in_id and my_org() in (s.org_id, s.party_org_id))
    when 'blood-orders' then exists (select 1 from blood_orders o where o.id = in_id and my_org() in (o.org_id, o.party_org_id))
    else false end
  order by a.at desc, a.seq desc limit 200
$$;
do $$ declare f text; begin
  foreach f in array array['party_history(text, uuid)', 'drop_pick()', 'station_slots(text)'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
grant execute on function party_history(text, uuid), station_slots(text) to scope_org;
