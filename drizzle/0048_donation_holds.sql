-- 献血停用: every bag of a donation is stopped in the whole city until its station says otherwise. A recall opens such a hold; whatever else has to stop a donation opens one too.

create table donation_holds (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  module text not null check (module in ('recalls', 'adverse-reactions')),
  record_id uuid not null,
  hold_reason text not null check (hold_reason in ('recall', 'reaction')),
  label_scheme text not null check (label_scheme in ('isbt128', 'codabar')),
  issuer text not null,
  donation_no text not null,
  opened_by text not null,
  opened_at timestamptz not null default city_now(),
  released_by text,
  released_at timestamptz,
  unique (module, record_id, label_scheme, issuer, donation_no),
  check ((released_at is null) = (released_by is null))
);
comment on table donation_holds is 'One row per stopped donation and record that stops it. Written by the station that collected it, read there; every other house meets it by its bags alone. A bag is stopped as long as one hold lives of any label it ever bore, or of anything it was made of.';
create index donation_holds_live on donation_holds (donation_no, label_scheme, issuer) where released_at is null;
create index donation_holds_record on donation_holds (record_id);
create index donation_holds_station on donation_holds (org_id, opened_at desc);
select scope_table('donation_holds', 'org_id', null, false, 'insert');
grant update (released_by, released_at) on donation_holds to scope_org, scope_system;

-- The holds that live over this bag: by any label it ever bore, or of anything it was made of, in whichever house.
create function live_holds_of(in_unit uuid) returns setof donation_holds language sql stable as $$
  with recursive origin (id) as (select in_unit union select p.parent_id from unit_parents p join origin o on o.id = p.child_id)
  select distinct h.* from origin o join unit_labels l on l.unit_id = o.id
  join donation_holds h on h.released_at is null and h.donation_no = l.label and h.label_scheme = l.label_scheme and h.issuer = l.issuer
$$;

-- Bags of these holds, live or released: whoever bears or bore the number, and what was made of them.
create function bags_of_holds(in_record uuid) returns table (unit_id uuid) language sql stable as $$
  with recursive made (id) as (
    select l.unit_id from donation_holds h join unit_labels l on l.label = h.donation_no and l.label_scheme = h.label_scheme and l.issuer = h.issuer where h.record_id = in_record
    union select p.child_id from unit_parents p join made m on m.id = p.parent_id
  ) select m.id from made m
$$;

-- Which of these bags are stopped? Of bags that my house has or awaits; an id and for what, never by whom.
create function stopped_bags(in_units uuid[]) returns table (unit_id uuid, hold_reason text)
language sql stable security definer set search_path from current as $$
  select u.id, min(h.hold_reason) from blood_units u cross join lateral live_holds_of(u.id) h
  where u.id = any(in_units) and (my_org() in (u.holder_org_id, u.expected_org_id) or u.source_org_id = my_org()) group by u.id
$$;

-- A stopped bag goes to no patient and to nobody else's hands, from the moment the hold is committed, whatever a screen or a verb believes. What goes back to
-- its station, what has happened already and what comes to the shelf is not refused: the last is put on hold there.
create function refuse_stopped_bag() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if exists (select 1 from donation_holds where released_at is null) and exists (select 1 from live_holds_of(new.id)) then
    raise exception 'bag % is stopped', new.id using errcode = 'XM012', detail = new.donation_no;
  end if;
  return new;
end $$;
create trigger blood_units_stopped before update of state on blood_units for each row
  when (new.state <> old.state and new.last_kind in ('issue', 'reserve', 'ship', 'release_hold', 'process_start')) execute function refuse_stopped_bag();

-- Puts those of these bags that are stopped on hold where they stand, with their movements. A reason that nobody may release stays as it is.
create function stop_bags(in_units uuid[]) returns int language plpgsql as $$
declare held int; judged int;
begin
  with stopped as (
    select u.id, u.state as was, h.hold_reason, h.module, h.record_id from blood_units u
    cross join lateral (select l.* from live_holds_of(u.id) l order by l.hold_reason, l.opened_at limit 1) h
    where u.id = any(in_units) and u.state in ('available', 'reserved') order by u.id for update of u
  ), taken as (
    update blood_units u set state = 'quarantined', last_kind = 'hold', version = u.version + 1, hold_reason = s.hold_reason
    from stopped s where u.id = s.id and u.state = s.was
    returning u.id, s.was, s.module, s.record_id, u.holder_org_id, u.component, u.abo, u.rhd, u.amount
  ), moved as (
    insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
    select t.id, 'hold', t.holder_org_id, t.was, t.holder_org_id, 'quarantined', t.component, t.abo, t.rhd, t.amount, t.module, t.record_id::text, t.holder_org_id, 'donation-holds'
    from taken t order by t.id
  ) select count(*) into held from taken;
  with stopped as (
    select u.id, h.hold_reason from blood_units u
    cross join lateral (select l.* from live_holds_of(u.id) l order by l.hold_reason, l.opened_at limit 1) h
    where u.id = any(in_units) and u.state = 'quarantined' and coalesce(u.hold_reason, '') not in ('recall', 'reaction', 'to_discard', 'processing_failed') order by u.id for update of u
  ), taken as (
    update blood_units u set hold_reason = s.hold_reason, version = u.version + 1 from stopped s where u.id = s.id and u.state = 'quarantined' returning u.id
  ) select count(*) into judged from taken;
  return held + judged;
end $$;

-- Whatever brings a bag to a shelf or on hold, by whichever verb: a delivery, a release, a processing, an opening, an issue taken back. After the cells, which follow the
-- same movements: the names of the triggers say the order.
create function stop_arrivals() returns trigger language plpgsql security definer set search_path from current as $$
begin
  -- A statement that moves nothing calls it too.
  if exists (select 1 from inserted) and exists (select 1 from donation_holds where released_at is null) then
    perform stop_bags(array(select distinct m.unit_id from inserted m where m.to_bucket in ('available', 'reserved', 'quarantined')));
  end if;
  return null;
end $$;
create trigger stock_movements_stop after insert on stock_movements
  referencing new table as inserted for each statement execute function stop_arrivals();

-- A bag takes the number of a stopped donation. One that begins or moves in this transaction is its movement's to stop, once the cells have it.
create function stop_relabelled() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if exists (select 1 from donation_holds where released_at is null) then
    perform stop_bags(array(select distinct l.unit_id from inserted l
      where not exists (select 1 from stock_movements m where m.unit_id = l.unit_id and m.xid = pg_current_xact_id())));
  end if;
  return null;
end $$;
create trigger unit_labels_stop after insert on unit_labels referencing new table as inserted for each statement execute function stop_relabelled();

-- What was made of it: known once its parents are written.
create function stop_made() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if exists (select 1 from donation_holds where released_at is null) then
    perform stop_bags(array(select distinct p.child_id from inserted p));
  end if;
  return null;
end $$;
create trigger unit_parents_stop after insert on unit_parents referencing new table as inserted for each statement execute function stop_made();

do $$ declare f text; begin
  foreach f in array array['live_holds_of(uuid)', 'bags_of_holds(uuid)', 'stopped_bags(uuid[])', 'refuse_stopped_bag()', 'stop_bags(uuid[])', 'stop_arrivals()', 'stop_relabelled()', 'stop_made()'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
grant execute on function stopped_bags(uuid[]) to scope_org;
grant execute on function live_holds_of(uuid), bags_of_holds(uuid), stop_bags(uuid[]) to scope_system;
