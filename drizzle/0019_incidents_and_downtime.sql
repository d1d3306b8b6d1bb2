-- 事件: a fact that broke a rule. The fact stands; what was wrong with it has an owner, and until it is resolved its bag is available to nobody.
create table incidents (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  rule text not null,
  severity text not null check (severity in ('grave', 'serious', 'minor')),
  facts jsonb not null default '{}',
  donation_no text not null default '',
  module text not null,
  record_id text not null,
  record_no text not null default '',
  occurred_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'assigned', 'resolved')),
  owner_id uuid references people,
  owner_name text not null default '',
  finding text not null default '',
  decision text check (decision in ('release', 'keep', 'discard', 'note')),
  resolved_by text not null default '',
  resolved_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  check ((state = 'resolved') = (decision is not null)),
  check ((state = 'resolved') = (resolved_at is not null))
);
comment on table incidents is 'Written by whatever records facts and by the verbs of incidents, of its own house, and read there. Facts are parameters of a sentence and name no patient; a finding may: no office reads it.';
create index incidents_list on incidents (org_id, created_at desc, id);
create index incidents_open on incidents (org_id, created_at) where state <> 'resolved';
create index incidents_record on incidents (org_id, record_id);

create table incident_bags (
  incident_id uuid not null references incidents,
  unit_id uuid not null references blood_units,
  org_id text not null,
  donation_no text not null,
  product_code text not null,
  component text not null references components,
  abo text not null,
  rhd text not null,
  is_binding boolean not null default true,
  primary key (incident_id, unit_id)
);
comment on table incident_bags is 'Append only. The bags an incident is about, with their labels as they were.';
comment on column incident_bags.is_binding is 'Whether the bag waits for it: it stood in this house when the incident was opened. One of a bag that stands in another house binds nobody there.';
create index incident_bags_unit on incident_bags (unit_id);
create trigger incident_bags_append_only before update or delete on incident_bags for each row execute function refuse_change();
create trigger incident_bags_no_truncate before truncate on incident_bags for each statement execute function refuse_change();

select scope_table('incidents', 'org_id');
select scope_table('incident_bags', 'org_id', null, false, 'insert');
create constraint trigger incidents_audited after insert or update on incidents deferrable initially deferred for each row execute function require_audit();

-- Until every incident of a bag is resolved it is available to nobody, in whichever house it stands: no statement brings it back to a shelf,
-- keeps it for somebody or sends it on. The one question: is an incident that binds this bag open, wherever.
create function refuse_bag_of_incident() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if new.state in ('available', 'reserved', 'in_transit') and new.state <> old.state
    and exists (select 1 from incident_bags b join incidents i on i.id = b.incident_id where b.unit_id = new.id and b.is_binding and i.state <> 'resolved') then
    raise exception 'bag % has an open incident', new.id using errcode = 'XM005', detail = new.donation_no;
  end if;
  return new;
end $$;
create trigger blood_units_incident before update of state on blood_units for each row execute function refuse_bag_of_incident();
do $$ begin
  execute format('alter function refuse_bag_of_incident() set search_path = %I, pg_temp', current_schema());
end $$;

-- 停机登记表: numbered sheets, printed before they are needed, entered afterwards. What is on them has happened: it is recorded, never refused.
create table downtime_forms (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  state text not null default 'printed' check (state in ('printed', 'entered', 'void')),
  printed_by text not null,
  printed_at timestamptz not null default city_now(),
  line_count int not null default 0,
  backdated_count int not null default 0,
  incident_count int not null default 0,
  entered_by text not null default '',
  entered_at timestamptz,
  words text not null default '',
  void_reason text,
  version int not null default 1,
  unique (org_id, no),
  check ((state = 'entered') = (entered_at is not null)),
  check ((state = 'void') = (void_reason is not null))
);
comment on table downtime_forms is 'Written by the verbs of downtime-forms of its own house, and read there. Every printed sheet is here, used or not.';
create index downtime_forms_list on downtime_forms (org_id, printed_at desc, id);

create table downtime_form_lines (
  form_id uuid not null references downtime_forms,
  line_no int not null,
  org_id text not null,
  kind text not null check (kind in ('received', 'issued', 'discarded')),
  unit_id uuid not null references blood_units,
  donation_no text not null,
  product_code text not null,
  component text not null references components,
  abo text not null,
  rhd text not null,
  amount int not null,
  place text not null check (place in ('here', 'arriving', 'elsewhere', 'unknown')),
  state_before text,
  hold_reason_before text,
  expires_at_on_paper timestamptz,
  occurred_at timestamptz not null,
  is_backdated boolean not null,
  entry text not null check (entry in ('scan', 'hand')),
  first_person text not null default '',
  second_person text not null default '',
  patient_id uuid references patients,
  patient_label text not null default '',
  patient_name_on_paper text not null default '',
  department text not null default '',
  crossmatch text,
  celsius numeric,
  reason_code text,
  words text not null default '',
  broken text[] not null default '{}',
  record_id uuid,
  primary key (form_id, line_no)
);
comment on table downtime_form_lines is 'Append only. The lines of an entered form as they stand on the paper, with the rules each broke and the record it became. Names a patient: no office reads it.';
create index downtime_form_lines_unit on downtime_form_lines (org_id, unit_id);
create trigger downtime_form_lines_append_only before update or delete on downtime_form_lines for each row execute function refuse_change();
create trigger downtime_form_lines_no_truncate before truncate on downtime_form_lines for each statement execute function refuse_change();

select scope_table('downtime_forms', 'org_id');
select scope_table('downtime_form_lines', 'org_id', null, false, 'insert');
create constraint trigger downtime_forms_audited after insert or update on downtime_forms deferrable initially deferred for each row execute function require_audit();

-- What was entered afterwards says from which sheet.
alter table clinical_issues add column downtime_form_no text not null default '';
alter table other_outbounds add column downtime_form_no text not null default '';
alter table other_outbounds add column occurred_at timestamptz;
comment on column other_outbounds.occurred_at is 'Of what was entered afterwards: when it was done, as the paper says. Null: when it was registered.';
create or replace view other_outbound_list with (security_invoker = true) as
select o.id, o.no, o.org_id, o.kind, o.reason_code, o.words, o.party_org_id, o.shipment_id, s.no as shipment_no, o.bag_count,
  b.received::int as received_count, b.refused::int as refused_count,
  o.registered_by, o.approved_by, o.duty_mode, o.destroyed_at, o.destroy_method, o.void_reason, o.created_at, o.version,
  case
    when o.state = 'void' then 'void'
    when s.id is null then 'registered'
    when s.state = 'shipped' then 'on_the_way'
    when s.state = 'received' and b.received = 0 then 'refused'
    else s.state
  end as state,
  o.downtime_form_no, coalesce(o.occurred_at, o.created_at) as occurred_at
from other_outbounds o
left join shipments s on s.id = o.shipment_id
left join lateral (
  select count(*) filter (where l.state in ('received', 'held')) as received, count(*) filter (where l.state = 'refused') as refused
  from shipment_bags l where l.shipment_id = o.shipment_id
) b on o.shipment_id is not null;

-- What a bag is held for now, was held for when it was thrown away or lost, or when it was sent back: no detour takes a recall away.
create function held_reason(in_unit blood_units) returns text language sql stable as $$
  select coalesce(in_unit.hold_reason, case
    when in_unit.state in ('discarded', 'lost') then (
      select l.hold_reason_before from other_outbound_lines l join other_outbounds o on o.id = l.outbound_id
      where l.unit_id = in_unit.id and o.state <> 'void' order by o.created_at desc, o.id limit 1)
    when in_unit.state = 'in_transit' then (select b.held_for from shipment_bags b where b.unit_id = in_unit.id and b.state = 'expected' limit 1)
  end)
$$;

-- The last thing that somebody did with a bag. What time alone did, a job wrote down whenever it ran.
create function last_event(in_unit uuid) returns timestamptz language sql stable as $$
  select max(m.occurred_at) from stock_movements m where m.unit_id = in_unit and m.kind not in ('expire', 'unreserve')
$$;

-- A sheet says that this bag was in this house, and the ledger has it in another's account, on its way elsewhere, or ended there. One narrow
-- deed: into quarantine here, with its movement; who kept it for a patient loses the reservation, the note that awaited it no longer does, and a
-- hospital that loses it gets an incident of its own, which says which house to call. A reason that nobody may release stays with the bag.
-- Of a bag that a patient has it says so and moves nothing. No row: no such bag outside this house. It tells whose hands, never which house.
create function take_in_hand(in_scheme text, in_issuer text, in_donation_no text, in_product_code text, in_record_id text, in_actor text, in_occurred_at timestamptz,
  in_lasting_reasons text[])
returns table (unit_id uuid, component text, abo text, rhd text, amount int, expires_at timestamptz, place text, was text, held_for text, last_event_at timestamptz,
  is_taken boolean, reservation_id uuid, reservation_version int, reservation_org text,
  note_id uuid, note_version int, note_state text, note_before text, note_sender text, note_receiver text,
  incident_id uuid, incident_no text, incident_org text)
language plpgsql security definer set search_path from current as $$
declare u blood_units%rowtype; me text := my_org(); notes_left boolean; account text;
begin
  if coalesce(me, '') = '' then return; end if;
  -- Notes before bags, as a receipt locks them.
  perform 1 from shipments s where s.id in (
    select b.shipment_id from shipment_bags b join blood_units x on x.id = b.unit_id
    where b.state = 'expected' and x.label_scheme = in_scheme and x.issuer = in_issuer and x.donation_no = in_donation_no and x.product_code = in_product_code)
  for update;
  select * into u from blood_units x
  where x.label_scheme = in_scheme and x.issuer = in_issuer and x.donation_no = in_donation_no and x.product_code = in_product_code
    and case when x.state = 'in_transit' then x.expected_org_id is distinct from me else x.holder_org_id <> me end
  for update;
  if not found then return; end if;
  unit_id := u.id;
  component := u.component;
  abo := u.abo;
  rhd := u.rhd;
  amount := u.amount;
  expires_at := u.expires_at;
  was := u.state;
  held_for := held_reason(u);
  last_event_at := last_event(u.id);
  account := case when u.state = 'in_transit' then u.expected_org_id else u.holder_org_id end;
  place := case when u.state = 'in_transit' then 'on_the_way' when (select o.kind from organisations o where o.id = u.holder_org_id) = 'blood_station' then 'station' else 'hospital' end;
  is_taken := u.state in ('available', 'reserved', 'quarantined', 'in_transit', 'discarded', 'lost');
  if is_taken then
    update reservations r set ended_at = city_now(), end_reason = 'held', version = r.version + 1
    where r.unit_id = u.id and r.ended_at is null returning r.id, r.version, r.org_id into reservation_id, reservation_version, reservation_org;
    update shipment_bags b set state = 'missing' where b.unit_id = u.id and b.state = 'expected' returning b.shipment_id into note_id;
    if note_id is not null then
      notes_left := exists (select 1 from shipment_bags b where b.shipment_id = note_id and b.state = 'expected');
      select s.state into note_before from shipments s where s.id = note_id;
      update shipments s set version = s.version + 1, updated_at = city_now(), state = case when notes_left then s.state else 'closed_short' end
      where s.id = note_id returning s.version, s.state, s.org_id, s.party_org_id into note_version, note_state, note_sender, note_receiver;
    end if;
    update blood_units x set state = 'quarantined', last_kind = 'appear', version = x.version + 1, holder_org_id = me, expected_org_id = null,
      hold_reason = case when held_for = any(in_lasting_reasons) then held_for else 'incident' end, storage_place = '' where x.id = u.id;
    insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor, occurred_at)
    values (u.id, 'appear', case when u.state in ('discarded', 'lost') then null else account end, u.state,
      me, 'quarantined', u.component, u.abo, u.rhd, u.amount, 'downtime-forms', in_record_id, me, in_actor, in_occurred_at);
    if exists (select 1 from organisations o where o.id = account and o.kind = 'hospital') then
      incident_org := account;
      incident_no := draw_number(account, 'incidents');
      insert into incidents (no, org_id, rule, severity, facts, donation_no, module, record_id, occurred_at, created_by)
      select incident_no, account, 'taken_elsewhere', 'serious', jsonb_build_object('house', o.name, 'state', u.state), u.donation_no, 'units', u.id::text, in_occurred_at, o.name
      from organisations o where o.id = me
      returning id into incident_id;
      insert into incident_bags (incident_id, unit_id, org_id, donation_no, product_code, component, abo, rhd, is_binding)
      values (incident_id, u.id, account, u.donation_no, u.product_code, u.component, u.abo, u.rhd, false);
    end if;
  end if;
  return next;
end $$;
revoke execute on function take_in_hand(text, text, text, text, text, text, timestamptz, text[]) from public;
grant execute on function take_in_hand(text, text, text, text, text, text, timestamptz, text[]) to scope_org;
do $$ begin
  execute format('alter function take_in_hand(text, text, text, text, text, text, timestamptz, text[]) set search_path = %I, pg_temp', current_schema());
end $$;
