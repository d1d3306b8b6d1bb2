-- 血液加工: bags are thawed, irradiated, opened, washed, deglycerolised, divided and pooled in a hospital. Between start and end a bag stands in
-- quarantine for a reason of its own, so that nobody else has it; a kind that makes new bags ends its inputs and begins its outputs in one transaction.
alter table blood_units add column processed_as text[] not null default '{}';
comment on column blood_units.processed_as is 'What was done to this bag after the station: opened, irradiated, thawed, washed, deglycerolised, pooled, divided. Written by processings alone; a kind is done once.';

alter table reservations drop constraint reservations_end_reason_check;
alter table reservations add constraint reservations_end_reason_check check (end_reason in ('issued', 'released', 'lapsed', 'held', 'processed'));

create table processings (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  kind text not null check (kind in ('thaw', 'irradiate', 'open', 'wash', 'deglycerolise', 'split', 'pool')),
  state text not null check (state in ('started', 'ended', 'cancelled', 'void')),
  device text not null default '',
  words text not null default '',
  is_open_system boolean not null default false,
  bag_count int not null check (bag_count > 0),
  output_count int,
  held_count int not null default 0,
  started_by text not null,
  started_at timestamptz not null,
  ended_by text not null default '',
  ended_at timestamptz,
  checked_by text not null default '',
  duty_mode text check (duty_mode in ('two_person', 'single')),
  reason text,
  created_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  check ((state in ('ended', 'void')) = (ended_at is not null)),
  check ((state in ('ended', 'void')) = (duty_mode is not null)),
  check ((state in ('cancelled', 'void')) = (reason is not null)),
  check (ended_at >= started_at)
);
comment on table processings is 'Written and read by its own hospital, by the verbs of processings. Words may name a patient: no office reads it.';
create index processings_list on processings (org_id, created_at desc, id);

create table processing_bags (
  processing_id uuid not null references processings,
  unit_id uuid not null references blood_units,
  org_id text not null,
  line_no int not null,
  donation_no text not null,
  product_code text not null,
  component text not null references components,
  abo text not null,
  rhd text not null,
  amount int not null,
  loss int not null default 0 check (loss >= 0 and loss <= amount),
  state_before text not null check (state_before in ('available', 'reserved')),
  expires_before timestamptz not null,
  expires_after timestamptz,
  outcome text check (outcome in ('done', 'spoiled', 'back', 'held', 'gone', 'undone')),
  primary key (processing_id, unit_id)
);
comment on table processing_bags is 'The bags that went in, with their labels and expiry as they were. Expiry after, loss and outcome are written once, when the processing ends or is cancelled, and the outcome again when it is voided. A bag that another record took meanwhile is gone: nothing is posted of it.';
create index processing_bags_unit on processing_bags (org_id, unit_id);

create table unit_parents (
  child_id uuid not null references blood_units,
  parent_id uuid not null references blood_units,
  processing_id uuid not null references processings,
  org_id text not null,
  amount int not null check (amount > 0),
  primary key (child_id, parent_id, processing_id)
);
comment on table unit_parents is 'Append only. Which bag was made of which, and how much of the parent went into it: hundredths of the unit of the parent''s component.';
create index unit_parents_parent on unit_parents (org_id, parent_id);
create index unit_parents_processing on unit_parents (org_id, processing_id);
create trigger unit_parents_append_only before update or delete on unit_parents for each row execute function refuse_change();
create trigger unit_parents_no_truncate before truncate on unit_parents for each statement execute function refuse_change();

create table label_prints (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  unit_id uuid not null references blood_units,
  kind text not null check (kind in ('bag', 'compatibility')),
  subject_id text not null default '',
  copy int not null check (copy > 0),
  reason text not null default '',
  printed_by text not null,
  printed_at timestamptz not null default city_now(),
  voided_at timestamptz,
  unique (org_id, unit_id, kind, subject_id, copy)
);
comment on table label_prints is 'Every label that left a printer, written by its own hospital. Of one bag and kind one is valid: another voids it and has a reason, and what it says no longer being true voids it too. subject_id: the issue or the reservation of a compatibility label.';
create unique index label_prints_valid on label_prints (org_id, unit_id, kind) where voided_at is null;

-- Whichever way a reservation ends, or a bag leaves its issue again: the label that names this patient is void.
create function void_label_of_reservation() returns trigger language plpgsql as $$
begin
  update label_prints set voided_at = city_now()
  where org_id = new.org_id and unit_id = new.unit_id and kind = 'compatibility' and subject_id = new.id::text and voided_at is null;
  return null;
end $$;
create trigger reservations_label after update of ended_at on reservations for each row
  when (old.ended_at is null and new.ended_at is not null) execute function void_label_of_reservation();
create function void_label_of_issue() returns trigger language plpgsql as $$
begin
  update label_prints set voided_at = city_now()
  where org_id = new.org_id and unit_id = new.unit_id and kind = 'compatibility' and subject_id = new.issue_id::text and voided_at is null;
  return null;
end $$;
create trigger clinical_issue_lines_label after update of voided_at on clinical_issue_lines for each row
  when (old.voided_at is null and new.voided_at is not null) execute function void_label_of_issue();

create table pool_facilities (
  facility text primary key check (facility ~ '^P[0-9A-NP-Z]{4}$'),
  org_id text not null unique references organisations
);
comment on table pool_facilities is 'First five characters of the numbers of a hospital''s pools. Written by its first pool, read by its own: no two hospitals of a city have the same, so that no two pools bear one number.';

select scope_table('processings', 'org_id');
select scope_table('processing_bags', 'org_id');
select scope_table('unit_parents', 'org_id', null, false, 'insert');
select scope_table('label_prints', 'org_id');
select scope_table('pool_facilities', 'org_id', null, false, 'insert');
create constraint trigger processings_audited after insert or update on processings deferrable initially deferred for each row execute function require_audit();
