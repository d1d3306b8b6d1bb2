-- 近效期调剂: bags unlikely to be used where they are, proposed each morning to a hospital that would use them, offered, taken, sent with a transfer.
-- Giver and taker see the record; the taker from the moment something is offered. What moves a bag at the giver takes it out.

create table redistribution_runs (
  org_id text not null references organisations,
  day date not null,
  made_at timestamptz not null default city_now(),
  left_out text check (left_out in ('short_history', 'silent')),
  untaken_units uuid[] not null default '{}',
  primary key (org_id, day)
);
comment on table redistribution_runs is 'One row per hospital and business day for which the morning''s proposals are made, bags or none: whoever writes it makes them. Written by the job alone. left_out: why nothing of this house was reckoned. untaken_units: unlikely to be used here, and nobody would use them.';

create table redistributions (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  day date not null,
  state text not null check (state in ('proposed', 'offered', 'taken', 'sent', 'received', 'declined', 'withdrawn', 'lapsed')),
  bag_count int not null check (bag_count > 0),
  offered_count int not null default 0,
  taken_count int not null default 0,
  received_count int not null default 0,
  lost_count int not null default 0,
  saved_count int not null default 0,
  first_expires_at timestamptz not null,
  station_id text references organisations,
  offered_by text,
  offered_at timestamptz,
  answer_by timestamptz,
  keep_until timestamptz,
  answered_by text,
  answered_at timestamptz,
  reason_code text,
  reason text,
  due_at timestamptz,
  sent_at timestamptz,
  received_at timestamptz,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  unique (day, org_id, party_org_id),
  check (org_id <> party_org_id),
  check ((offered_at is null) = (answer_by is null))
);
comment on table redistributions is 'One per giver, taker and day. Proposed by the job; offered and withdrawn by the giver, taken and declined by the taker, moved on by its shipments. The taker reads it once something is offered. The reason names no patient: the city reads it.';
comment on column redistributions.station_id is 'The station that delivers to the taker: the transfer goes along with its next ordinary delivery.';
comment on column redistributions.keep_until is 'Until then what was taken is kept at the giver: a day, and at least until the lorry that it is to go with.';
comment on column redistributions.lost_count is 'Bags that were taken and then used, held or lost at the giver.';
create index redistributions_giver on redistributions (org_id, created_at desc, id);
create index redistributions_taker on redistributions (party_org_id, created_at desc, id);
create index redistributions_city on redistributions (created_at desc, id);
create index redistributions_open on redistributions (state, first_expires_at) where state in ('proposed', 'offered', 'taken', 'sent');

create table redistribution_stirs (
  id bigint generated always as identity primary key,
  redistribution_id uuid not null
);
comment on table redistribution_stirs is 'What befell a bag of a redistribution by itself: written by the trigger without waiting for the record, read and emptied by the job.';

create table redistribution_bags (
  redistribution_id uuid not null references redistributions,
  unit_id uuid not null references blood_units,
  org_id text not null,
  party_org_id text not null,
  donation_no text not null,
  product_code text not null,
  component text not null references components,
  abo text not null,
  rhd text not null,
  modifiers text[] not null default '{}',
  amount int not null,
  expires_at timestamptz not null,
  ahead_amount bigint not null,
  per_day numeric(12, 2) not null,
  surplus_amount bigint not null,
  state text not null default 'proposed' check (state in ('proposed', 'offered', 'taken', 'sent', 'received', 'declined', 'withdrawn', 'lapsed')),
  lapse_code text check (lapse_code in ('issued', 'reserved', 'held', 'expired', 'moved', 'lost', 'discarded', 'unanswered', 'not_sent', 'day_over', 'called_back', 'refused', 'missing')),
  decline_code text,
  words text not null default '',
  shipment_id uuid references shipments,
  offered_at timestamptz,
  taken_at timestamptz,
  sent_at timestamptz,
  received_at timestamptz,
  saved_at timestamptz,
  used_at timestamptz,
  expired_at timestamptz,
  primary key (redistribution_id, unit_id),
  check ((state = 'lapsed') = (lapse_code is not null)),
  check ((state = 'declined') = (decline_code is not null)),
  check (state not in ('offered', 'taken', 'sent', 'received') or offered_at is not null)
);
comment on table redistribution_bags is 'The bags of a redistribution with the label they bore and why they were proposed, in hundredths: what stands before the bag, use a day, what the taker could use. taken: reserved at the giver. saved_at: issued to a patient at the taker. used_at: issued to a patient, wherever. expired_at: expired all the same. words: why declined or withdrawn; they name no patient.';
-- A bag is in one open redistribution at most.
create unique index redistribution_bags_open on redistribution_bags (unit_id) where state in ('proposed', 'offered', 'taken');
create index redistribution_bags_unit on redistribution_bags (unit_id);
create index redistribution_bags_shipment on redistribution_bags (shipment_id) where shipment_id is not null;
create index redistribution_bags_proposed on redistribution_bags (org_id, expires_at, unit_id) where state = 'proposed';
create index redistribution_bags_waiting on redistribution_bags (redistribution_id) where state in ('proposed', 'offered', 'taken', 'sent');
-- Who is not asked again for which bag, as long as it lives; and what arrived and was given to nobody.
create index redistribution_bags_refused on redistribution_bags (expires_at, unit_id) where state in ('declined', 'withdrawn', 'lapsed');
create index redistribution_bags_unused on redistribution_bags (expires_at) where state = 'received' and used_at is null and expired_at is null;
create index redistribution_bags_received on redistribution_bags (received_at) where received_at is not null;
create index redistribution_bags_giver on redistribution_bags (org_id, received_at);
create index redistribution_bags_taker on redistribution_bags (party_org_id, received_at);
create index redistribution_bags_expired on redistribution_bags (expired_at) where expired_at is not null;

select scope_table('redistribution_runs', 'org_id', null, true, '');
select scope_table('redistributions', 'org_id', null, true, '');
select scope_table('redistribution_bags', 'org_id', null, true, '');
alter table redistribution_stirs enable row level security;
alter table redistribution_stirs force row level security;
create policy owner_all on redistribution_stirs to current_user using (true) with check (true);
create policy system_all on redistribution_stirs to scope_system using (true) with check (true);
grant select, delete on redistribution_stirs to scope_system;
grant insert on redistribution_runs, redistributions, redistribution_bags to scope_system;
grant update on redistribution_runs, redistributions, redistribution_bags to scope_system;
-- Houses write where a record stands, and never whose it is or which bag.
grant update (state, version, updated_at, offered_count, taken_count, received_count, lost_count, saved_count, offered_by, offered_at, answer_by, keep_until,
  answered_by, answered_at, reason_code, reason, due_at, sent_at, received_at) on redistributions to scope_org;
grant update (state, lapse_code, decline_code, words, shipment_id, offered_at, sent_at, received_at) on redistribution_bags to scope_org;
-- What the giver has not offered is its own.
create policy org_taker on redistributions for select to scope_org using (party_org_id = my_org() and offered_at is not null);
create policy org_taker_answers on redistributions for update to scope_org using (party_org_id = my_org() and offered_at is not null) with check (party_org_id = my_org());
create policy org_taker on redistribution_bags for select to scope_org using (party_org_id = my_org() and offered_at is not null);
create policy org_taker_answers on redistribution_bags for update to scope_org using (party_org_id = my_org() and offered_at is not null) with check (party_org_id = my_org());
create trigger redistributions_parties before update on redistributions for each row execute function keep_parties();
create constraint trigger redistributions_audited after insert or update on redistributions deferrable initially deferred for each row execute function require_audit();

-- Keys and labels are as they were proposed, whoever writes; a taker answers an offer and receives what was sent, and decides nothing else.
create function keep_redistributed() returns trigger language plpgsql set search_path from current as $$
begin
  if (new.redistribution_id, new.unit_id, new.org_id, new.party_org_id, new.donation_no, new.product_code, new.component, new.abo, new.rhd, new.modifiers, new.amount, new.expires_at)
    is distinct from (old.redistribution_id, old.unit_id, old.org_id, old.party_org_id, old.donation_no, old.product_code, old.component, old.abo, old.rhd, old.modifiers, old.amount, old.expires_at)
  then raise exception 'a bag of a redistribution is as it was proposed' using errcode = '42501'; end if;
  if current_user = 'scope_org' and my_org() = old.party_org_id and new.state <> old.state
    and not (old.state = 'offered' and new.state = 'declined'
      or old.shipment_id is not null and old.state in ('sent', 'received', 'lapsed') and new.state in ('sent', 'received', 'lapsed'))
  then raise exception 'a bag of a redistribution goes from % to % by its giver', old.state, new.state using errcode = '42501'; end if;
  -- Given to a patient as it arrived, before anybody received it.
  if new.state = 'received' and old.state <> 'received'
    and exists (select 1 from blood_units u where u.id = new.unit_id and u.state = 'issued' and u.holder_org_id = new.party_org_id)
  then new.saved_at := coalesce(new.saved_at, city_now()); new.used_at := coalesce(new.used_at, city_now()); end if;
  return new;
end $$;
create trigger redistribution_bags_kept before update on redistribution_bags for each row execute function keep_redistributed();

-- Whether a bag, or something that was made of it, is with a patient.
create function is_given(in_unit uuid) returns boolean language sql stable set search_path from current as $$
  with recursive parts (id) as (select in_unit union select p.child_id from unit_parents p join parts t on t.id = p.parent_id)
  select exists (select 1 from parts t join blood_units u on u.id = t.id where u.state = 'issued')
$$;

-- Whatever moves a bag at the giver takes it out of its redistribution, an emergency above all; and what becomes of one that arrived is counted, of what
-- was made of it, too. Nobody waits for the record: the job brings it to where its bags stand.
create function follow_redistributed() returns trigger language plpgsql security definer set search_path from current as $$
declare touched uuid[];
begin
  with lapsed as (
    update redistribution_bags b set state = 'lapsed', lapse_code = case
      when new.state = 'issued' then 'issued' when new.last_kind = 'expire' then 'expired' when new.state = 'quarantined' then 'held'
      when new.state = 'reserved' then 'reserved' when new.state in ('lost', 'discarded') then new.state else 'moved' end
    where b.unit_id = new.id and old.state in ('available', 'reserved')
      and (b.state in ('proposed', 'offered') and new.state <> 'available' or b.state = 'taken' and new.state <> 'reserved')
    returning b.redistribution_id
  ) select array_agg(redistribution_id) into touched from lapsed;
  if new.state = 'issued' or old.state = 'issued' or new.last_kind = 'expire' then
    with recursive whole (id) as (
      select new.id union select p.parent_id from unit_parents p join whole w on w.id = p.child_id
    ), counted as (
      update redistribution_bags b set
        saved_at = case when new.state = 'issued' and b.state = 'received' and b.party_org_id = new.holder_org_id then coalesce(b.saved_at, city_now())
          when old.state = 'issued' and not is_given(b.unit_id) then null else b.saved_at end,
        used_at = case when new.state = 'issued' then coalesce(b.used_at, city_now())
          when old.state = 'issued' and not is_given(b.unit_id) then null else b.used_at end,
        expired_at = case when new.last_kind = 'expire' and b.used_at is null then coalesce(b.expired_at, city_now()) else b.expired_at end
      where b.unit_id in (select id from whole)
      returning b.redistribution_id
    ) select touched || array_agg(redistribution_id) into touched from counted;
  end if;
  insert into redistribution_stirs (redistribution_id) select distinct t from unnest(touched) t where t is not null;
  return null;
end $$;
create trigger blood_units_follow_redistributed after update of state on blood_units for each row
  when (old.state <> new.state and (old.state in ('available', 'reserved', 'issued') or new.state = 'issued' or new.last_kind = 'expire')) execute function follow_redistributed();

-- One narrow question: I am the taker of this redistribution; keep these offered bags for me at the giver. Those that are still on its shelf, in date, and
-- within the hour of the answer are reserved there, with their movements; the others are not. Bags in id order, the record, its rows: as every verb.
create function take_offered(in_id uuid, in_units uuid[], in_actor text) returns table (unit_id uuid)
language plpgsql security definer set search_path from current as $$
declare mine uuid[];
begin
  perform 1 from blood_units u where u.id in (
    select b.unit_id from redistribution_bags b where b.redistribution_id = in_id and b.party_org_id = my_org() and b.state = 'offered' and b.unit_id = any(in_units))
  order by u.id for update;
  perform 1 from redistributions r where r.id = in_id and r.party_org_id = my_org() for update;
  with taken as (
    update redistribution_bags b set state = 'taken', taken_at = city_now()
    from redistributions r, blood_units u
    where b.redistribution_id = in_id and r.id = in_id and r.party_org_id = my_org() and b.org_id = r.org_id and b.party_org_id = r.party_org_id and r.answer_by > city_now()
      and b.unit_id = any(in_units) and b.state = 'offered'
      and u.id = b.unit_id and u.state = 'available' and u.holder_org_id = r.org_id and u.expires_at > city_now()
    returning b.unit_id
  ) select array_agg(t.unit_id order by t.unit_id) into mine from taken t;
  perform move_kept(in_id, mine, 'reserve', in_actor);
  return query select unnest(mine);
end $$;

-- And the way back: I am the taker, and do not want these bags after all. What was kept for me at the giver is on its shelf again, unless it has left.
create function give_back_taken(in_id uuid, in_units uuid[], in_actor text) returns table (unit_id uuid)
language plpgsql security definer set search_path from current as $$
declare mine uuid[];
begin
  perform 1 from blood_units u where u.id in (
    select b.unit_id from redistribution_bags b where b.redistribution_id = in_id and b.party_org_id = my_org() and b.state = 'taken' and b.unit_id = any(in_units))
  order by u.id for update;
  perform 1 from redistributions r where r.id = in_id and r.party_org_id = my_org() for update;
  select array_agg(b.unit_id order by b.unit_id) into mine
  from redistribution_bags b join redistributions r on r.id = b.redistribution_id join blood_units u on u.id = b.unit_id
  where r.id = in_id and r.party_org_id = my_org() and b.org_id = r.org_id and b.unit_id = any(in_units) and b.state = 'taken'
    and u.state = 'reserved' and u.holder_org_id = r.org_id;
  -- The rows first: a taken bag that leaves the shelf by itself would lapse.
  update redistribution_bags b set state = 'declined', decline_code = 'other' where b.redistribution_id = in_id and b.unit_id = any(mine) and b.state = 'taken';
  perform move_kept(in_id, mine, 'unreserve', in_actor);
  return query select unnest(mine);
end $$;

-- Their common part, and of nobody else: bags of a giver are kept, or are free again, with their movements.
create function move_kept(in_id uuid, in_units uuid[], in_kind text, in_actor text) returns void
language plpgsql set search_path from current as $$
declare is_kept boolean := in_kind = 'reserve';
begin
  update blood_units u set state = case when is_kept then 'reserved' else 'available' end, last_kind = in_kind, version = u.version + 1, hold_reason = null
  where u.id = any(in_units);
  insert into stock_movements (unit_id, kind, from_org, from_bucket, to_org, to_bucket, component, abo, rhd, amount, module, record_id, actor_org_id, actor)
  select u.id, in_kind, u.holder_org_id, case when is_kept then 'available' else 'reserved' end, u.holder_org_id, case when is_kept then 'reserved' else 'available' end,
    u.component, u.abo, u.rhd, u.amount, 'redistributions', in_id::text, my_org(), in_actor
  from blood_units u where u.id = any(in_units) order by u.id;
  -- The taker does not see the giver's movements: that each bag has its own is looked at here.
  set constraints blood_units_moved immediate;
  set constraints blood_units_moved deferred;
end $$;

create or replace function party_history(in_module text, in_id uuid) returns table (org_id text, seq bigint, at timestamptz, payload text)
language sql stable security definer set search_path from current as $$
  select a.org_id, a.seq, a.at, a.payload from audit_log a
  where a.record_id = in_id::text and a.module = in_module and case in_module
    when 'shipments' then exists (select 1 from shipments s where s.id = in_id and my_org() in (s.org_id, s.party_org_id))
    when 'blood-orders' then exists (select 1 from blood_orders o where o.id = in_id and my_org() in (o.org_id, o.party_org_id))
    when 'donor-plans' then exists (select 1 from donor_plans d where d.id = in_id and my_org() in (d.org_id, d.party_org_id))
    when 'blood-use-plans' then exists (select 1 from blood_use_plans p where p.id = in_id
      and (my_org() = p.org_id or (my_org() in (p.party_org_id, p.review_org_id) and p.state <> 'draft' and a.payload::jsonb->>'state' <> 'draft')))
    when 'redistributions' then exists (select 1 from redistributions r where r.id = in_id
      and (my_org() = r.org_id or my_org() = r.party_org_id and a.at >= r.offered_at and a.payload::jsonb->>'action' <> 'redistributions.propose'))
    else false end
  order by a.at desc, a.seq desc limit 200
$$;
do $$ declare f text; begin
  foreach f in array array['party_history(text, uuid)', 'follow_redistributed()', 'take_offered(uuid, uuid[], text)', 'give_back_taken(uuid, uuid[], text)', 'move_kept(uuid, uuid[], text, text)', 'is_given(uuid)'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
grant execute on function station_slots(text) to scope_system;
grant execute on function take_offered(uuid, uuid[], text), give_back_taken(uuid, uuid[], text) to scope_org;
