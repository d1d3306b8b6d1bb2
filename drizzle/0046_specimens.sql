-- 标本: a tube of one patient, received or refused; its group is determined twice, its antibodies are screened. No emergency issue reads any of it.

create table specimens (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  tube_no text not null check (length(tube_no) between 4 and 40),
  patient_id uuid not null references patients,
  patient_label text not null,
  -- The request it was drawn for; blood of any request of the patient may be crossmatched against it. Null: of an emergency that has none.
  request_id uuid references transfusion_requests,
  request_no text not null default '',
  department text not null default '',
  state text not null check (state in ('received', 'refused', 'void')),
  drawn_at timestamptz not null,
  drawn_by text not null,
  received_at timestamptz not null default city_now(),
  received_by text not null,
  -- What was looked at when it was received, all of it in order unless it was refused.
  checks text[] not null,
  valid_until timestamptz not null,
  -- Determinations come in rounds of two; a round that does not agree is followed by another.
  round int not null default 1 check (round > 0),
  grouping text not null default 'none' check (grouping in ('none', 'first', 'agreed', 'differing', 'discrepant')),
  abo text not null default 'unknown' check (abo in ('A', 'B', 'O', 'AB', 'unknown')),
  rhd text not null default 'unknown' check (rhd in ('positive', 'negative', 'unknown')),
  -- What the two agreed on is not what the register said before.
  is_contradicting boolean not null default false,
  screen text not null default 'none' check (screen in ('none', 'negative', 'positive')),
  reason text,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now(),
  version int not null default 1,
  check (drawn_at <= received_at),
  check ((state in ('refused', 'void')) <= (reason is not null)),
  check ((grouping = 'agreed') = (abo <> 'unknown'))
);
comment on table specimens is 'Written by specimens.receive, refuse, void, determine and screen of its hospital. Read by that hospital and by nobody else in the city.';
create index specimens_list on specimens (org_id, received_at desc, id);
-- A tube is one specimen; a number that was entered wrongly may be entered again.
create unique index specimens_tube on specimens (org_id, tube_no) where state <> 'void';
create index specimens_patient on specimens (org_id, patient_id, received_at desc);
create index specimens_request on specimens (request_id) where request_id is not null;
create constraint trigger specimens_audited after insert or update on specimens deferrable initially deferred for each row execute function require_audit();

-- What the bench works down: small at any age of the system.
create index transfusion_requests_open on transfusion_requests (org_id, planned_on, id) where state in ('approved', 'accepted');

create table specimen_tests (
  id uuid primary key default gen_random_uuid(),
  specimen_id uuid not null references specimens,
  org_id text not null,
  round int not null,
  kind text not null check (kind in ('first', 'recheck', 'screen')),
  readings jsonb not null,
  abo text not null check (abo in ('A', 'B', 'O', 'AB', 'unknown')),
  rhd text not null check (rhd in ('positive', 'negative', 'unknown')),
  faults text[] not null default '{}',
  -- 单人值班: the first reader again, who did not see the first entry.
  is_second_entry boolean not null default false,
  person_id uuid not null,
  tested_by text not null,
  tested_at timestamptz not null default city_now(),
  check (not is_second_entry or kind = 'recheck')
);
comment on table specimen_tests is 'Append only. What was read on a tube, by whom and when: written by specimens.determine and screen; read by its hospital, the first of two by nobody before the second.';
create index specimen_tests_specimen on specimen_tests (org_id, specimen_id, tested_at);
-- One reading of each kind a round: two at once are not two.
create unique index specimen_tests_once on specimen_tests (specimen_id, round, kind) where kind <> 'screen';
create unique index specimen_tests_screened on specimen_tests (specimen_id) where kind = 'screen';
create trigger specimen_tests_append_only before update or delete on specimen_tests for each row execute function refuse_change();
create trigger specimen_tests_no_truncate before truncate on specimen_tests for each statement execute function refuse_change();

select scope_table('specimens', 'org_id');
select scope_table('specimen_tests', 'org_id', null, false, 'insert');

-- Why a specimen is not taken: of a new city with its first words, of a city that is at work with this dictionary alone.
create function specimen_terms(office text) returns void language sql as $$
  insert into dictionary_terms (keeper_org_id, is_city, dictionary, name, name_en, position)
  select office, true, 'specimen-refuse', w.name, w.name_en, w.position from (values
    ('标签与申请单不符', 'Label does not match the request', 10),
    ('无标签或标签不清', 'No label, or not legible', 20),
    ('溶血', 'Haemolysed', 30),
    ('量不足', 'Too little', 40),
    ('凝块', 'Clotted', 50),
    ('抗凝管用错', 'Wrong tube', 60),
    ('采集超过 3 天', 'Drawn more than 3 days ago', 70),
    ('疑为错采', 'Suspected of another patient', 80)
  ) w (name, name_en, position)
  where not exists (select 1 from dictionary_terms t where t.is_city and t.dictionary = 'specimen-refuse')
$$;
revoke execute on function specimen_terms(text) from public;
create function begin_specimen_terms() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform specimen_terms(new.id);
  return null;
end $$;
do $$ begin
  execute format('alter function begin_specimen_terms() set search_path = %I, pg_temp', current_schema());
end $$;
revoke execute on function begin_specimen_terms() from public;
create trigger organisations_begin_specimen_terms after insert on organisations
  for each row when (new.kind = 'blood_office' and new.district = '') execute function begin_specimen_terms();
select specimen_terms(id) from (
  select id from organisations where kind = 'blood_office' and is_active and district = '' order by sort_order, id limit 1
) office;
