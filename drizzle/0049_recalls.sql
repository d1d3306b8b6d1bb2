-- 血液召回: a station calls the donations back; every house that has, had or awaits a bag of them has a part of its own, acknowledges it, and says what became of each bag.

create table recalls (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  recall_class text not null check (recall_class in ('1', '2', '3')),
  reason text not null check (length(reason) between 2 and 200),
  instruction text not null default '' check (length(instruction) <= 300),
  donation_count int not null check (donation_count > 0),
  donation_nos text not null,
  state text not null default 'active' check (state in ('active', 'closed', 'released')),
  registered_by text not null,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now(),
  closed_at timestamptz,
  released_by text not null default '',
  released_at timestamptz,
  release_reason text not null default '',
  version int not null default 1,
  unique (org_id, no),
  check ((state = 'released') = (released_at is not null)),
  check ((state = 'released') = (release_reason <> ''))
);
comment on table recalls is 'Written by the station; closed and opened again by the job, as its bags have fates. Read by the station and by every house that has a part. Reason, instruction and reason of release name nobody: every house reads them. donation_nos: the first and how many more, for lists.';
create index recalls_list on recalls (org_id, created_at desc, id);
create index recalls_live on recalls (state) where state <> 'released';

create table recall_parts (
  id uuid primary key default gen_random_uuid(),
  recall_id uuid not null references recalls,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  state text not null default 'sounding' check (state in ('sounding', 'acknowledged', 'settled', 'released')),
  sounded_at timestamptz not null default city_now(),
  acknowledged_by text not null default '',
  acknowledged_at timestamptz,
  settled_at timestamptz,
  version int not null default 1,
  unique (recall_id, org_id),
  check ((acknowledged_at is null) = (acknowledged_by = ''))
);
comment on table recall_parts is 'What a recall asks of one house. Made by the job in a transaction of that house, acknowledged and settled there; the station (party_org_id) reads it. A bag that comes later sounds again.';
create index recall_parts_house on recall_parts (org_id, sounded_at desc, id);
create index recall_parts_station on recall_parts (party_org_id, sounded_at desc, id);

create table recall_bags (
  recall_id uuid not null references recalls,
  unit_id uuid not null references blood_units,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  donation_no text not null,
  product_code text not null,
  component text not null references components,
  abo text not null,
  rhd text not null,
  amount int not null,
  state_before text not null,
  hold_reason_before text,
  stopped_at timestamptz not null default city_now(),
  found_by text not null default '',
  found_at timestamptz,
  fate text check (fate in ('returned', 'discarded', 'lost', 'processed', 'transfused', 'discarded_on_ward', 'left', 'released')),
  fate_by text not null default '',
  fate_at timestamptz,
  primary key (recall_id, unit_id, org_id),
  check ((fate is null) = (fate_at is null))
);
comment on table recall_bags is 'A bag of a recall in the house in whose account it stood, with its label as it was then. Found and what a ward says by the house, what the ledger says by trigger. No free text and no patient: the station reads it.';
create index recall_bags_unit on recall_bags (unit_id);
create index recall_bags_house on recall_bags (org_id, recall_id);
create index recall_bags_station on recall_bags (party_org_id, recall_id);

create table recall_calls (
  id uuid primary key default gen_random_uuid(),
  recall_id uuid not null references recalls,
  org_id text not null references organisations,
  called_org_id text not null references organisations,
  reached text not null default '' check (length(reached) <= 60),
  called_by text not null,
  called_at timestamptz not null default city_now()
);
comment on table recall_calls is 'Append only. Telephone calls of the station to houses that had not acknowledged; nobody reached: reached is empty.';
create index recall_calls_of on recall_calls (org_id, recall_id, called_at);
create trigger recall_calls_append_only before update or delete on recall_calls for each row execute function refuse_change();
create trigger recall_calls_no_truncate before truncate on recall_calls for each statement execute function refuse_change();

create table look_backs (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  recall_id uuid not null references recalls,
  unit_id uuid not null references blood_units,
  issue_id uuid not null references clinical_issues,
  patient_id uuid references patients,
  opened_by text not null,
  opened_at timestamptz not null default city_now(),
  told_to text not null default '',
  told_by text not null default '',
  told_at timestamptz,
  words text not null default '',
  version int not null default 1,
  unique (recall_id, unit_id),
  check ((told_at is null) = (told_by = ''))
);
comment on table look_backs is '患者追踪: a recalled bag was transfused; who of the ward was told and what is done for the patient. Of its hospital alone: it names a patient.';
create index look_backs_house on look_backs (org_id, recall_id);

select scope_table('recalls', 'org_id', null, false, 'insert');
select scope_table('recall_parts', 'org_id', null, false, '');
select scope_table('recall_bags', 'org_id', null, false, '');
select scope_table('recall_calls', 'org_id', null, false, 'insert');
select scope_table('look_backs', 'org_id', null, false, 'insert');
-- A recall is its station's; whoever has a part reads it.
create policy org_with_part on recalls for select to scope_org using (id in (select p.recall_id from recall_parts p where p.org_id = my_org()));
create policy org_station on recall_parts for select to scope_org using (party_org_id = my_org());
create policy org_station on recall_bags for select to scope_org using (party_org_id = my_org());
grant update (state, updated_at, closed_at, released_by, released_at, release_reason, version) on recalls to scope_org, scope_system;
grant update (state, acknowledged_by, acknowledged_at, settled_at, version) on recall_parts to scope_org;
grant update (found_by, found_at, fate, fate_by, fate_at) on recall_bags to scope_org;
grant update (told_to, told_by, told_at, words, version) on look_backs to scope_org;
grant insert, update on recall_parts, recall_bags to scope_system;
create constraint trigger recalls_audited after insert or update on recalls deferrable initially deferred for each row execute function require_audit();
create constraint trigger recall_parts_audited after insert or update on recall_parts deferrable initially deferred for each row execute function require_audit('recall_id');
create constraint trigger look_backs_audited after insert or update on look_backs deferrable initially deferred for each row execute function require_audit();
create trigger recall_parts_parties before update on recall_parts for each row execute function keep_parties();

-- One list for both parties: where the recall stands for the station, where its own part stands for a house.
create view recall_list with (security_invoker = true) as
select r.id, r.no, r.org_id, p.org_id as party_org_id, r.recall_class, r.reason, r.donation_count, r.donation_nos, r.registered_by, r.created_at,
  coalesce(b.bags, 0)::int as bag_count, coalesce(b.waiting, 0)::int as open_count, r.released_at, p.acknowledged_by, p.acknowledged_at,
  case when r.state = 'released' then 'released' when p.id is null then r.state else p.state end as state,
  case when p.id is null then r.version else p.version end as version
from recalls r
left join recall_parts p on p.recall_id = r.id and p.org_id = my_org() and r.org_id <> my_org()
left join lateral (select count(*) as bags, count(*) filter (where x.fate is null) as waiting from recall_bags x where x.recall_id = r.id) b on true;
comment on view recall_list is 'Read by the list and the export of recalls: party_org_id is the reader''s own house where it is not the station.';
grant select on recall_list to scope_org, scope_system;

-- What the ledger says becomes of a recalled bag is its fate in the house that had it; what comes back from there has none again.
create function follow_recalled() returns trigger language plpgsql security definer set search_path from current as $$
declare
  account text := case when new.state = 'in_transit' then new.expected_org_id else new.holder_org_id end;
  who text := coalesce(nullif(current_setting('app.actor', true), '')::jsonb->>'name', '');
begin
  update recall_bags b set fate = f.fate, fate_by = case when f.fate is null then '' else who end, fate_at = case when f.fate is null then null else city_now() end,
    found_by = case when f.fate is null and b.fate is not null then '' else b.found_by end, found_at = case when f.fate is null and b.fate is not null then null else b.found_at end
  from (
    select x.recall_id, x.unit_id, x.org_id, case
      when x.org_id <> account then case when new.last_kind = 'give_back' and old.holder_org_id = x.org_id then 'returned' else coalesce(x.fate, 'left') end
      when new.state in ('discarded', 'lost', 'processed') then new.state
      when new.state in ('withdrawn', 'out_of_city') then 'left'
      else null end as fate
    from recall_bags x where x.unit_id = new.id
  ) f
  where b.recall_id = f.recall_id and b.unit_id = f.unit_id and b.org_id = f.org_id and b.fate is distinct from f.fate and b.fate is distinct from 'released';
  return null;
end $$;
create trigger blood_units_follow_recalled after update of state, holder_org_id on blood_units for each row
  when (old.state <> new.state or old.holder_org_id <> new.holder_org_id) execute function follow_recalled();

-- How many recalls are open in the city? A number.
create function open_recalls() returns int language sql stable security definer set search_path from current as $$
  select count(*)::int from recalls where state = 'active'
$$;
do $$ declare f text; begin
  foreach f in array array['follow_recalled()', 'open_recalls()'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
grant execute on function open_recalls() to scope_org, scope_district, scope_city, scope_system;

-- Words for the reason of a recall: of a city that is at work, and of a new one.
create function recall_terms(office text) returns void language sql as $$
  insert into dictionary_terms (keeper_org_id, is_city, dictionary, name, name_en, position)
  select office, true, 'recall', w.name, w.name_en, w.position from (values
    ('血小板细菌培养报阳', 'Bacterial culture of platelets positive', 10),
    ('献血者献血后报告不适', 'Donor reported illness after donating', 20),
    ('献血者献血后告知高危行为', 'Donor told of a risk after donating', 30),
    ('检测结果更正', 'Test result corrected', 40),
    ('检测试剂或设备有缺陷', 'Defect of reagent or device', 50),
    ('血袋或保养液批次有缺陷', 'Defect of a lot of bags or solution', 60),
    ('标签或血型有误', 'Label or group wrong', 70),
    ('储存或运输温度失控', 'Out of temperature in store or on the way', 80)
  ) w (name, name_en, position)
  where not exists (select 1 from dictionary_terms t where t.is_city and t.dictionary = 'recall')
$$;
revoke execute on function recall_terms(text) from public;
-- Beside the function that begins the others, and not in it.
create function begin_recall_terms() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform recall_terms(new.id);
  return null;
end $$;
do $$ begin
  execute format('alter function begin_recall_terms() set search_path = %I, pg_temp', current_schema());
  execute 'revoke execute on function begin_recall_terms() from public';
end $$;
create trigger organisations_begin_recall_terms after insert on organisations
  for each row when (new.kind = 'blood_office' and new.district = '') execute function begin_recall_terms();
select recall_terms(id) from (
  select id from organisations where kind = 'blood_office' and is_active and district = '' order by sort_order, id limit 1
) office;
