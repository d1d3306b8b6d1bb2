-- 储存位置, 盘点, 温度记录: where a bag stands, who has counted it there, and how cold it was.
create table storage_places (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  code text not null check (length(code) between 1 and 40),
  name text not null,
  place_class text not null check (place_class in ('red_cells', 'platelets', 'frozen', 'deep_frozen')),
  state text not null default 'active' check (state in ('active', 'inactive')),
  is_default boolean not null default false,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, code),
  check (not is_default or state = 'active')
);
comment on table storage_places is 'Written by the verbs of storage-places of its own hospital, and read there. blood_units.storage_place holds the code; a code is never changed and a place never deleted, so that an old record still names it.';
create unique index storage_places_default on storage_places (org_id, place_class) where is_default;

-- Codes that bags bear already become places, of the class that most of their bags need.
insert into storage_places (org_id, code, name, place_class, created_by)
select s.holder_org_id, s.storage_place, s.storage_place, (array_agg(s.temperature_class order by s.n desc, s.temperature_class))[1], 'migration'
from (
  select u.holder_org_id, u.storage_place, c.temperature_class, count(*) as n
  from blood_units u join components c on c.code = u.component join organisations o on o.id = u.holder_org_id and o.kind = 'hospital'
  where u.storage_place <> '' and u.state in ('available', 'reserved', 'quarantined') group by 1, 2, 3
) s group by 1, 2;
create constraint trigger storage_places_audited after insert or update on storage_places deferrable initially deferred for each row execute function require_audit();
select scope_table('storage_places', 'org_id');

-- What stands in one place.
create index blood_units_place on blood_units (holder_org_id, storage_place) where state in ('available', 'reserved', 'quarantined');

create table place_moves (
  id bigint generated always as identity primary key,
  org_id text not null references organisations,
  unit_id uuid not null references blood_units,
  from_place text not null,
  to_place text not null,
  moved_by text not null,
  moved_at timestamptz not null default city_now()
);
comment on table place_moves is 'Append only. Written when a bag is put into a place of the house, on arrival or afterwards: not a movement of the ledger, for its account stays the same. Tells a count who came and went while it ran, and a reading of the temperature who stood there.';
create index place_moves_unit on place_moves (org_id, unit_id, moved_at desc);
-- What left one place since a moment.
create index place_moves_from on place_moves (org_id, from_place, moved_at);
create trigger place_moves_append_only before update or delete on place_moves for each row execute function refuse_change();
create trigger place_moves_no_truncate before truncate on place_moves for each statement execute function refuse_change();
select scope_table('place_moves', 'org_id', null, false, 'insert');

create table stocktakes (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  place_id uuid not null references storage_places,
  place_code text not null,
  state text not null check (state = 'signed'),
  expected_count int not null,
  found_count int not null,
  missing_count int not null,
  unexpected_count int not null,
  counted_by text not null,
  second_by text not null,
  duty_mode text not null check (duty_mode in ('two_person', 'single')),
  words text not null default '',
  started_at timestamptz not null,
  created_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no)
);
comment on table stocktakes is 'Written once, when two have signed; read by its own hospital. A mistaken count is followed by another one, never mended.';
create index stocktakes_list on stocktakes (org_id, created_at desc, id);
create index stocktakes_place on stocktakes (place_id, created_at desc);
create constraint trigger stocktakes_audited after insert or update on stocktakes deferrable initially deferred for each row execute function require_audit();
select scope_table('stocktakes', 'org_id');

create table stocktake_lines (
  stocktake_id uuid not null references stocktakes,
  line_no int not null,
  org_id text not null,
  -- Null: nobody here knows the bag.
  unit_id uuid references blood_units,
  outcome text not null check (outcome in ('found', 'missing', 'still_missing', 'came', 'left', 'in_processing', 'wrong_place', 'not_in_stock', 'unknown')),
  donation_no text not null,
  product_code text not null,
  component text,
  abo text,
  rhd text,
  amount int,
  expires_at timestamptz,
  -- As it stood by the ledger when it was signed.
  unit_state text,
  hold_reason text,
  storage_place text not null default '',
  primary key (stocktake_id, line_no)
);
comment on table stocktake_lines is 'Append only. Every bag of a count with what became of it, and its label: it may have left for where its row is no longer ours to read.';
create index stocktake_lines_unit on stocktake_lines (org_id, unit_id);
create trigger stocktake_lines_append_only before update or delete on stocktake_lines for each row execute function refuse_change();
create trigger stocktake_lines_no_truncate before truncate on stocktake_lines for each statement execute function refuse_change();
select scope_table('stocktake_lines', 'org_id', null, false, 'insert');

create table temperature_readings (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  place_id uuid not null references storage_places,
  celsius numeric(5, 2) not null,
  read_at timestamptz not null,
  source text not null check (source in ('manual', 'file', 'interface')),
  is_out boolean not null,
  held_bags int not null default 0,
  read_by text not null,
  created_at timestamptz not null default city_now(),
  unique (place_id, read_at)
);
comment on table temperature_readings is 'Append only. Written by storage-places of its own hospital: what was read on a place, when, by whom or from which source; is_out by the range of its class at that time. Records are kept for years, so nothing deletes them.';
create index temperature_readings_place on temperature_readings (org_id, place_id, read_at desc);
create trigger temperature_readings_append_only before update or delete on temperature_readings for each row execute function refuse_change();
create trigger temperature_readings_no_truncate before truncate on temperature_readings for each statement execute function refuse_change();
select scope_table('temperature_readings', 'org_id', null, false, 'insert');
