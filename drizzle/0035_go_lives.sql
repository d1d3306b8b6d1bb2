-- 上线: how a hospital begins to work here. Its shelf is counted in by two, its old codes are mapped, both counts run side by side, two sign the start.

-- A bag whose entry by an opening was taken back stands in no house: its account is outside again, and an opening may enter it anew.
alter table blood_units drop constraint blood_units_state_check;
alter table blood_units add constraint blood_units_state_check
  check (state in ('available', 'reserved', 'quarantined', 'in_transit', 'issued', 'discarded', 'lost', 'processed', 'out_of_city', 'withdrawn')) not valid;

create table go_lives (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  state text not null default 'preparing' check (state in ('preparing', 'trial', 'live', 'withdrawn')),
  min_trial_days int not null check (min_trial_days between 1 and 90),
  bag_count int not null default 0,
  held_count int not null default 0,
  trial_from date,
  trial_started_at timestamptz,
  started_at timestamptz,
  started_by text,
  second_by text,
  reason text not null default '',
  created_by text not null,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  check ((state in ('preparing') and trial_started_at is null) or state = 'withdrawn' or trial_started_at is not null),
  check ((state = 'live') = (started_at is not null)),
  check (state <> 'withdrawn' or reason <> '')
);
comment on table go_lives is 'Written by the verbs of go-lives of its own hospital, read there and by offices. bag_count, held_count: bags that its openings brought to the shelf and on hold. reason: why it was withdrawn, or why it started with a difference left.';
create index go_lives_list on go_lives (org_id, created_at desc, id);
create index go_lives_by_time on go_lives (created_at desc, id);
-- One at a time, and none after the start.
create unique index go_lives_open on go_lives (org_id) where state in ('preparing', 'trial', 'live');
create constraint trigger go_lives_audited after insert or update on go_lives deferrable initially deferred for each row execute function require_audit();
select scope_table('go_lives', 'org_id', null, true, 'insert');
grant update (state, bag_count, held_count, trial_from, trial_started_at, started_at, started_by, second_by, reason, updated_at, version) on go_lives to scope_org, scope_system;

create function keep_go_live() returns trigger language plpgsql set search_path from current as $$
begin
  if old.state in ('live', 'withdrawn') then raise exception 'the go-live % is closed', old.no using errcode = '42501'; end if;
  if (new.id, new.no, new.org_id, new.min_trial_days) is distinct from (old.id, old.no, old.org_id, old.min_trial_days)
  then raise exception 'whose a go-live is does not change' using errcode = '42501'; end if;
  return new;
end $$;
create trigger go_lives_kept before update on go_lives for each row execute function keep_go_live();

create table go_live_rounds (
  id uuid primary key default gen_random_uuid(),
  go_live_id uuid not null references go_lives,
  org_id text not null references organisations,
  round int not null,
  state text not null default 'counting' check (state in ('counting', 'counted', 'posted', 'superseded', 'void')),
  first_person uuid not null,
  first_by text not null,
  first_at timestamptz not null default city_now(),
  first_entry text not null check (first_entry in ('scan', 'import')),
  second_person uuid,
  second_by text,
  second_at timestamptz,
  posted_at timestamptz,
  voided_at timestamptz,
  bag_count int not null default 0,
  held_count int not null default 0,
  left_count int not null default 0,
  words text not null default '',
  reason text not null default '',
  unique (go_live_id, round),
  check (second_person is distinct from first_person),
  check ((second_person is null) = (second_at is null)),
  check (state in ('counting', 'superseded') or second_person is not null),
  check (state not in ('superseded', 'void') or reason <> ''),
  check ((state = 'void') = (voided_at is not null))
);
comment on table go_live_rounds is 'One count by two of a shelf. A second one is blind to the first. What was counted anew stays, with the reason; what was posted stays, void or not.';
create unique index go_live_rounds_open on go_live_rounds (go_live_id) where state in ('counting', 'counted');
select scope_table('go_live_rounds', 'org_id', null, false, 'insert');
grant update (state, second_person, second_by, second_at, posted_at, voided_at, bag_count, held_count, left_count, words, reason) on go_live_rounds to scope_org, scope_system;

create table go_live_bags (
  round_id uuid not null references go_live_rounds,
  counter int not null check (counter in (1, 2)),
  line_no int not null,
  org_id text not null,
  label_scheme text not null check (label_scheme in ('isbt128', 'codabar')),
  issuer text not null,
  station_id text not null references organisations,
  donation_no text not null,
  product_code text not null,
  component text not null references components,
  abo text not null check (abo in ('A', 'B', 'O', 'AB')),
  rhd text not null check (rhd in ('positive', 'negative', 'unspecified')),
  amount int not null check (amount > 0),
  modifiers text[] not null default '{}',
  intended_use text not null,
  collected_at timestamptz,
  prepared_at timestamptz,
  expires_at timestamptz not null,
  primary key (round_id, counter, line_no),
  unique (round_id, counter, label_scheme, issuer, donation_no, product_code)
);
comment on table go_live_bags is 'Append only: each bag as each of the two read it.';

create table go_live_lines (
  round_id uuid not null references go_live_rounds,
  line_no int not null,
  org_id text not null,
  unit_id uuid references blood_units,
  outcome text not null check (outcome in ('accepted', 'held_expired', 'held_group', 'held_warm', 'only_first', 'only_second', 'missing', 'differs', 'here', 'gone', 'awaited', 'station', 'elsewhere')),
  differences text[] not null default '{}',
  label_scheme text not null,
  issuer text not null,
  station_id text not null references organisations,
  donation_no text not null,
  product_code text not null,
  component text not null,
  abo text not null,
  rhd text not null,
  amount int not null,
  intended_use text not null,
  expires_at timestamptz not null,
  primary key (round_id, line_no),
  check ((outcome in ('accepted', 'held_expired', 'held_group', 'held_warm')) = (unit_id is not null))
);
comment on table go_live_lines is 'Append only: what became of each bag of a count when it was posted. A bag that was not posted keeps the reason it was named with.';
create index go_live_lines_unit on go_live_lines (org_id, unit_id) where unit_id is not null;
do $$ declare t text; begin
  foreach t in array array['go_live_bags', 'go_live_lines'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', t || '_append_only', t);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', t || '_no_truncate', t);
  end loop;
end $$;
select scope_table('go_live_bags', 'org_id', null, false, 'insert');
select scope_table('go_live_lines', 'org_id', null, false, 'insert');

create table go_live_codes (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  kind text not null check (kind in ('product', 'group')),
  house_code text not null check (length(house_code) between 1 and 40),
  state text not null check (state in ('gap', 'mapped', 'dropped')),
  target text,
  seen int not null default 0,
  last_seen_at timestamptz,
  mapped_by text,
  mapped_at timestamptz,
  version int not null default 1,
  unique (org_id, kind, house_code),
  check ((state = 'mapped') = (target is not null))
);
comment on table go_live_codes is 'What the house calls a product or a group, and which of ours it is; for this house alone. gap: met in a file and not mapped. dropped: no code of ours, named so by somebody. Offices read how many gaps there are.';
create constraint trigger go_live_codes_audited after insert or update on go_live_codes deferrable initially deferred for each row execute function require_audit();
select scope_table('go_live_codes', 'org_id', null, true, 'insert');
grant update (state, target, seen, last_seen_at, mapped_by, mapped_at, version) on go_live_codes to scope_org, scope_system;

-- Bags that two of my house have counted on its shelf and that stand in no house, for the opening that had entered them was taken back, here or elsewhere: they
-- are entered anew, as they were read now. Of a bag that any house has, whatever its state, nothing is changed.
create function enter_withdrawn(in_round uuid, in_units jsonb)
returns table (id uuid, component text, abo text, rhd text, amount int, label_scheme text, issuer text, donation_no text, product_code text)
language plpgsql security definer set search_path from current as $$
#variable_conflict use_column
begin
  if not exists (select 1 from go_live_rounds r where r.id = in_round and r.org_id = my_org() and r.state = 'counted') then return; end if;
  -- In a statement of its own: what was noted of them meanwhile is seen only by one that begins once the locks are there.
  perform 1 from blood_units u join jsonb_to_recordset(in_units) as w("labelScheme" text, issuer text, "donationNo" text, "productCode" text)
    on u.label_scheme = w."labelScheme" and u.issuer = w.issuer and u.donation_no = w."donationNo" and u.product_code = w."productCode"
  where u.state = 'withdrawn' order by u.id for update of u;
  return query
  update blood_units u set component = b.component, abo = b.abo, rhd = b.rhd, amount = b.amount, modifiers = b.modifiers,
    -- A list says nothing of what a bag is meant for: that, and its times, are the scan's then.
    intended_use = case when l.first_entry = 'import' then c.intended_use else b.intended_use end,
    collected_at = case when l.first_entry = 'import' then coalesce(c.collected_at, b.collected_at) else b.collected_at end,
    prepared_at = case when l.first_entry = 'import' then coalesce(c.prepared_at, b.prepared_at) else b.prepared_at end, expires_at = b.expires_at, source_org_id = b.station_id, holder_org_id = my_org(), expected_org_id = null,
    state = w.state, last_kind = w.kind, hold_reason = w.hold, storage_place = '', antigens = '{}', processed_as = '{}', version = u.version + 1
  from jsonb_to_recordset(in_units) as w("labelScheme" text, issuer text, "donationNo" text, "productCode" text, state text, kind text, hold text)
  -- As the first of the two read it, and the second alike: the caller has no say in it.
  join go_live_bags b on b.round_id = in_round and b.counter = 1 and b.label_scheme = w."labelScheme" and b.issuer = w.issuer and b.donation_no = w."donationNo" and b.product_code = w."productCode"
  join go_live_bags c on c.round_id = in_round and c.counter = 2 and c.label_scheme = b.label_scheme and c.issuer = b.issuer and c.donation_no = b.donation_no and c.product_code = b.product_code
    and (c.abo, c.rhd, c.component, c.amount, c.station_id, c.expires_at) = (b.abo, b.rhd, b.component, b.amount, b.station_id, b.expires_at)
  join go_live_rounds l on l.id = in_round and (l.first_entry = 'import' or c.intended_use = b.intended_use)
  where u.label_scheme = b.label_scheme and u.issuer = b.issuer and u.donation_no = b.donation_no and u.product_code = b.product_code and u.state = 'withdrawn'
    and (w.state, w.kind) in (('available', 'opening'), ('quarantined', 'opening_hold'))
    and (w.state = 'quarantined' or not is_known_warm(u.id))
  returning u.id, u.component, u.abo, u.rhd, u.amount, u.label_scheme, u.issuer, u.donation_no, u.product_code;
end $$;

-- Has any house noted that this bag stood warm, and not released it since?
create function is_known_warm(in_unit uuid) returns boolean
language sql stable set search_path from current as $$
  select exists (
    select 1 from bag_holds n where n.unit_id = in_unit and n.kind = 'hold' and n.reason = 'temperature'
      and not exists (select 1 from bag_holds r where r.unit_id = in_unit and r.org_id = n.org_id and r.kind = 'release' and r.created_at > n.created_at)
  )
$$;

-- Bags that stand in no house, for the opening that had entered them was taken back, and that I release as the station they are of, or that a station has sent
-- me without a note: they begin anew as their labels say now. Of a bag that any house has, and of one that is known to have stood warm, nothing is changed.
create function take_withdrawn(in_units jsonb, in_kind text, in_station text)
returns table (id uuid, component text, abo text, rhd text, amount int, donation_no text, product_code text)
language plpgsql security definer set search_path from current as $$
#variable_conflict use_column
begin
  if in_kind not in ('release', 'announce') or in_kind = 'release' and in_station is distinct from my_org()
    or not exists (select 1 from organisations o where o.id = in_station and o.kind = 'blood_station') then return; end if;
  return query
  update blood_units u set component = w.component, abo = w.abo, rhd = w.rhd, amount = w.amount, modifiers = array(select jsonb_array_elements_text(w.modifiers)),
    intended_use = w."intendedUse", collected_at = w."collectedAt", prepared_at = w."preparedAt", expires_at = w."expiresAt", source_org_id = in_station,
    holder_org_id = in_station, expected_org_id = case in_kind when 'announce' then my_org() end, state = case in_kind when 'announce' then 'in_transit' else 'available' end,
    last_kind = in_kind, hold_reason = null, storage_place = '', antigens = '{}', processed_as = '{}', version = u.version + 1
  from jsonb_to_recordset(in_units) as w("labelScheme" text, issuer text, "donationNo" text, "productCode" text, component text, abo text, rhd text, amount int,
    modifiers jsonb, "intendedUse" text, "collectedAt" timestamptz, "preparedAt" timestamptz, "expiresAt" timestamptz)
  where u.label_scheme = w."labelScheme" and u.issuer = w.issuer and u.donation_no = w."donationNo" and u.product_code = w."productCode" and u.state = 'withdrawn'
    and not is_known_warm(u.id)
  returning u.id, u.component, u.abo, u.rhd, u.amount, u.donation_no, u.product_code;
end $$;

-- Where the ledger has each of these labels, as far as whoever has the bag in hand must know to go on; which other house has it is not said. A label that nobody
-- knows, and a bag that stands in no house, are `free`. Of the latter: whether any house has noted that it stood warm, and nobody has released it since.
create function opening_places(in_labels jsonb)
returns table (label_scheme text, issuer text, donation_no text, product_code text, place text, is_warm boolean)
language sql stable security definer set search_path from current as $$
  select u.label_scheme, u.issuer, u.donation_no, u.product_code, case
    when u.state = 'withdrawn' then 'free'
    when u.state = 'in_transit' and u.expected_org_id = my_org() then 'awaited'
    when u.state = 'in_transit' then 'elsewhere'
    when u.holder_org_id = my_org() and u.state in ('available', 'reserved', 'quarantined') then 'here'
    when u.holder_org_id = my_org() then 'gone'
    when h.kind = 'blood_station' and u.state in ('available', 'reserved', 'quarantined') then 'station'
    else 'elsewhere' end,
    u.state = 'withdrawn' and is_known_warm(u.id)
  from jsonb_to_recordset(in_labels) as w("labelScheme" text, issuer text, "donationNo" text, "productCode" text)
  join blood_units u on u.label_scheme = w."labelScheme" and u.issuer = w.issuer and u.donation_no = w."donationNo" and u.product_code = w."productCode"
  join organisations h on h.id = u.holder_org_id
$$;
do $$ declare f text; begin
  foreach f in array array['enter_withdrawn(uuid, jsonb)', 'take_withdrawn(jsonb, text, text)', 'opening_places(jsonb)'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
    execute format('grant execute on function %s to scope_org', f);
  end loop;
  execute format('alter function is_known_warm(uuid) set search_path = %I, pg_temp', current_schema());
  revoke execute on function is_known_warm(uuid) from public;
end $$;
