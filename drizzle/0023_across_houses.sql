-- Stem cells stand at -80 °C and below: a class of places of their own.
alter table storage_places drop constraint storage_places_place_class_check;
alter table storage_places add constraint storage_places_place_class_check
  check (place_class in ('red_cells', 'platelets', 'frozen', 'deep_frozen', 'ultra_cold'));

-- Division codes that labels of this donation bear in any house of the city. A bag that was divided and made whole again in one house, and is divided in
-- another, gets the codes after them: two bags of one label must never be. Codes only, and of donations of which the asking house has a bag.
create function borne_codes(in_donation_nos text[]) returns table (donation_no text, codes text[])
language sql stable security definer set search_path from current as $$
  select u.donation_no, array_agg(u.product_code) from blood_units u
  where u.donation_no = any(in_donation_nos)
    and exists (select 1 from blood_units mine where mine.donation_no = u.donation_no and mine.holder_org_id = my_org())
  group by u.donation_no
$$;
revoke execute on function borne_codes(text[]) from public;
grant execute on function borne_codes(text[]) to scope_org;

-- The expiry that a label bore before any house processed the bag. A trace on paper is checked against it: what one house did to the bag must not make
-- the paper of another one look false.
create index processing_bags_of on processing_bags (unit_id);
create function first_expiry(in_unit uuid) returns timestamptz
language sql stable security definer set search_path from current as $$
  select max(b.expires_before) from processing_bags b where b.unit_id = in_unit
$$;
revoke execute on function first_expiry(uuid) from public;
grant execute on function first_expiry(uuid) to scope_org, scope_district, scope_city;

-- Bags that were made of these and ended when that was voided, in whichever house: what is made again is the same bag, for its label is in the world.
-- Only of bags that the asking house has.
create index unit_parents_of on unit_parents (parent_id);
create function unproduced_of(in_parents uuid[]) returns table (id uuid, donation_no text, product_code text)
language sql stable security definer set search_path from current as $$
  select distinct c.id, c.donation_no, c.product_code from unit_parents p join blood_units m on m.id = p.parent_id join blood_units c on c.id = p.child_id
  where p.parent_id = any(in_parents) and m.holder_org_id = my_org() and c.state = 'processed' and c.last_kind = 'unproduce'
$$;
revoke execute on function unproduced_of(uuid[]) from public;
grant execute on function unproduced_of(uuid[]) to scope_org;

-- Such a bag begins again, in the house that makes it: as it is made now, and the movement is the caller's to write.
create function produce_again(in_parents uuid[], in_units jsonb)
returns table (id uuid, donation_no text, product_code text, component text, abo text, rhd text, amount int)
language sql volatile security definer set search_path from current as $$
  update blood_units u set component = w.component, amount = w.amount, modifiers = array(select jsonb_array_elements_text(w.modifiers)),
    antigens = array(select jsonb_array_elements_text(w.antigens)), processed_as = array(select jsonb_array_elements_text(w."processedAs")),
    expires_at = w."expiresAt", state = 'available', last_kind = 'produce', hold_reason = null, storage_place = w."storagePlace", holder_org_id = my_org(),
    version = u.version + 1
  from jsonb_to_recordset(in_units) as w(id uuid, component text, amount int, modifiers jsonb, antigens jsonb, "processedAs" jsonb, "expiresAt" timestamptz, "storagePlace" text)
  where u.id = w.id and u.id in (select c.id from unproduced_of(in_parents) c)
  returning u.id, u.donation_no, u.product_code, u.component, u.abo, u.rhd, u.amount
$$;
revoke execute on function produce_again(uuid[], jsonb) from public;
grant execute on function produce_again(uuid[], jsonb) to scope_org;

-- A bag that was on its way to another house when its incident was opened is not this house's to stop there: it waits for the incident once it comes back.
alter table incident_bags add column is_under_way boolean not null default false;
comment on column incident_bags.is_under_way is 'On its way to another house when the incident was opened: the bag waits for it in this house alone.';
create or replace function refuse_bag_of_incident() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if new.state in ('available', 'reserved', 'in_transit') and new.state <> old.state
    and exists (select 1 from incident_bags b join incidents i on i.id = b.incident_id
      where b.unit_id = new.id and b.is_binding and (not b.is_under_way or b.org_id = new.holder_org_id and new.last_kind <> 'unreceive') and i.state <> 'resolved') then
    raise exception 'bag % has an open incident', new.id using errcode = 'XM005', detail = new.donation_no;
  end if;
  return new;
end $$;

-- As before; it says what was done to the bag, by which it travels; and the station that loses a bag to another house's sheet has an incident of it too: somebody there asks how its stock came to be wrong.
drop function take_in_hand(text, text, text, text, text, text, timestamptz, text[]);
create function take_in_hand(in_scheme text, in_issuer text, in_donation_no text, in_product_code text, in_record_id text, in_actor text, in_occurred_at timestamptz,
  in_lasting_reasons text[])
returns table (unit_id uuid, component text, abo text, rhd text, amount int, processed_as text[], expires_at timestamptz, place text, was text, held_for text, last_event_at timestamptz,
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
  processed_as := u.processed_as;
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
    if exists (select 1 from organisations o where o.id = account and o.kind in ('hospital', 'blood_station')) then
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
do $$ declare f text; begin
  foreach f in array array['borne_codes(text[])', 'first_expiry(uuid)', 'refuse_bag_of_incident()', 'unproduced_of(uuid[])', 'produce_again(uuid[], jsonb)', 'take_in_hand(text, text, text, text, text, text, timestamptz, text[])'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
  end loop;
end $$;
