-- 免疫血液学检测申请: a hospital asks, the reference laboratory tests and reports. What its reports find stands with the patient and is read at the issue desk.

create table immunohematology_requests (
  id uuid primary key default gen_random_uuid(),
  -- Drawn when it goes to the laboratory: a draft has none.
  no text,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  state text not null check (state in ('draft', 'submitted', 'refused', 'received', 'testing', 'entered', 'reported', 'correcting', 'corrected', 'withdrawn', 'void')),
  patient_id uuid not null references patients,
  -- Of the register when it was last written: what the laboratory is told of the patient, and all of it.
  patient_label text not null,
  sex text not null check (sex in ('male', 'female', 'unknown')),
  birth_date date,
  abo text not null check (abo in ('A', 'B', 'O', 'AB', 'unknown')),
  rhd text not null check (rhd in ('positive', 'negative', 'unknown')),
  group_determinations int not null,
  antibodies text[] not null default '{}',
  is_urgent boolean not null,
  department text not null default '',
  bed text not null default '',
  phone text not null default '',
  diagnosis text not null default '',
  question text not null default '',
  transfusion_history text check (transfusion_history in ('none', 'had', 'unknown')),
  last_transfused_on date,
  gravida int check (gravida >= 0),
  para int check (para >= 0),
  transplant text not null default '',
  medication text not null default '',
  tests text[] not null default '{}',
  specimens jsonb not null default '[]',
  -- Numbers of the tubes that are about, for whoever reads a label; how many were ever drawn, so that none comes twice.
  tubes text not null default '',
  tubes_drawn int not null default 0,
  applicant_id uuid,
  applied_by text,
  applied_at timestamptz,
  due_at timestamptz,
  received_at timestamptz,
  received_by text,
  receipt_note text not null default '',
  refusal text check (refusal in ('identity', 'label', 'haemolysed', 'late', 'container', 'volume', 'other')),
  reason text,
  -- As they are being entered; what was reported stands in the reports.
  results jsonb not null default '[]',
  conclusion text not null default '',
  advice text not null default '',
  correction text,
  entered_by text,
  entered_by_id uuid,
  entered_at timestamptz,
  reviewed_by text,
  reported_at timestamptz,
  report_no int not null default 0 check (report_no >= 0),
  application_prints int not null default 0,
  label_prints int not null default 0,
  import_id uuid,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now(),
  sorted_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  check (org_id <> party_org_id),
  check (state = 'draft' or (no is not null and applicant_id is not null and applied_at is not null and due_at is not null)),
  check ((state in ('refused', 'withdrawn', 'void')) <= (reason is not null)),
  check ((state in ('reported', 'correcting', 'corrected')) <= (report_no > 0))
);
comment on table immunohematology_requests is 'Written by immunohematology-requests.register, modify, submit, withdraw, import and print of its hospital; by receive, refuse, enter, review, send-back, correct, keep, void and print of the laboratory that is its party; a draft is its hospital’s alone. Read by both, and by nobody else in the city. A draft alone may be removed.';
create index immunohematology_requests_list on immunohematology_requests (org_id, sorted_at desc, id);
create index immunohematology_requests_party on immunohematology_requests (party_org_id, sorted_at desc, id);
create index immunohematology_requests_patient on immunohematology_requests (org_id, patient_id, applied_at desc);
-- Whose turn it is: small at any age of the system.
create index immunohematology_requests_sent_back on immunohematology_requests (org_id, due_at, id) where state = 'refused';
create index immunohematology_requests_to_test on immunohematology_requests (party_org_id, due_at, id) where state in ('submitted', 'received', 'testing', 'entered', 'correcting');
create constraint trigger immunohematology_requests_audited after insert or update on immunohematology_requests deferrable initially deferred for each row execute function require_audit();

create table immunohematology_reports (
  id uuid primary key default gen_random_uuid(),
  request_id uuid not null references immunohematology_requests,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  report_no int not null check (report_no >= 1),
  results jsonb not null,
  conclusion text not null,
  advice text not null default '',
  -- What it says of the patient for good: [{ kind, value }].
  findings jsonb not null,
  correction text,
  entered_by text not null,
  entered_by_id uuid not null,
  entered_at timestamptz not null,
  reviewed_by text not null,
  reviewed_by_id uuid not null,
  method text not null check (method in ('session', 'badge', 'password')),
  covers_digest text not null,
  reported_at timestamptz not null default city_now(),
  unique (request_id, report_no),
  check (entered_by_id <> reviewed_by_id),
  check ((report_no > 1) = (correction is not null))
);
comment on table immunohematology_reports is 'Append only. Each version that the laboratory gave out, by immunohematology-requests.review; the highest is the one that stands. Read by the hospital and the laboratory.';
create trigger immunohematology_reports_append_only before update or delete on immunohematology_reports for each row execute function refuse_change();
create trigger immunohematology_reports_no_truncate before truncate on immunohematology_reports for each statement execute function refuse_change();

create table patient_findings (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  patient_id uuid not null references patients,
  request_id uuid not null references immunohematology_requests,
  kind text not null check (kind in ('antibody', 'antigen', 'group')),
  value text not null,
  report_no int not null,
  found_at timestamptz not null default city_now(),
  -- A later version, or a report taken back, does not say it any more.
  withdrawn_at timestamptz
);
comment on table patient_findings is 'What reports of a reference laboratory found of a patient: written by the triggers on reports and requests alone, read by the treating hospital. Antibodies that stand are known at the issue desk beside those of the register (known_antibodies()).';
create unique index patient_findings_standing on patient_findings (request_id, kind, value) where withdrawn_at is null;
create index patient_findings_patient on patient_findings (org_id, patient_id, found_at desc, id);

-- The parties stay who they are; what one side wrote the other does not change.
create function keep_immunohematology_sides() returns trigger language plpgsql as $$
declare
  both_sides text[] := array['state', 'reason', 'updated_at', 'sorted_at', 'version', 'application_prints', 'label_prints', 'received_at', 'received_by', 'receipt_note', 'refusal'];
  of_laboratory text[] := both_sides || array['results', 'conclusion', 'advice', 'correction', 'entered_by', 'entered_by_id', 'entered_at', 'reviewed_by', 'reported_at', 'report_no'];
begin
  if new.org_id <> old.org_id or new.patient_id <> old.patient_id or (new.party_org_id <> old.party_org_id and old.state not in ('draft', 'refused')) then
    raise exception 'the parties of % stay', old.id using errcode = '42501';
  end if;
  if my_org() = old.party_org_id and to_jsonb(new) - of_laboratory <> to_jsonb(old) - of_laboratory then
    raise exception 'what the hospital wrote of % stays', old.id using errcode = '42501';
  end if;
  if my_org() = old.org_id and (to_jsonb(new) -> 'results', new.conclusion, new.advice, new.correction, new.entered_by_id, new.reviewed_by, new.report_no)
    is distinct from (to_jsonb(old) -> 'results', old.conclusion, old.advice, old.correction, old.entered_by_id, old.reviewed_by, old.report_no) then
    raise exception 'what the laboratory wrote of % stays', old.id using errcode = '42501';
  end if;
  return new;
end $$;
create trigger immunohematology_requests_sides before update on immunohematology_requests for each row execute function keep_immunohematology_sides();

select scope_table('immunohematology_requests', 'org_id', null, false, 'insert, update, delete');
select scope_table('immunohematology_reports', 'org_id', null, false, 'insert');
select scope_table('patient_findings', 'org_id', null, false, '');
drop policy org_own on immunohematology_requests;
create policy org_reads on immunohematology_requests for select to scope_org using (org_id = my_org());
create policy org_registers on immunohematology_requests for insert to scope_org with check (org_id = my_org());
create policy org_modifies on immunohematology_requests for update to scope_org using (org_id = my_org()) with check (org_id = my_org());
create policy org_removes on immunohematology_requests for delete to scope_org using (org_id = my_org() and state = 'draft');
-- What is still a draft does not exist for the laboratory.
create policy party_reads on immunohematology_requests for select to scope_org using (party_org_id = my_org() and state <> 'draft');
create policy party_tests on immunohematology_requests for update to scope_org
  using (party_org_id = my_org() and state <> 'draft') with check (party_org_id = my_org() and state <> 'draft');
drop policy org_own on immunohematology_reports;
create policy org_reads on immunohematology_reports for select to scope_org using (org_id = my_org());
create policy party_reads on immunohematology_reports for select to scope_org using (party_org_id = my_org());
-- A report is of a request whose results wait for the second person, and the next one of it.
create policy party_reports on immunohematology_reports for insert to scope_org with check (party_org_id = my_org() and exists (
  select 1 from immunohematology_requests r
  where r.id = request_id and r.org_id = immunohematology_reports.org_id and r.party_org_id = my_org() and r.state = 'entered' and r.report_no + 1 = immunohematology_reports.report_no));
drop policy org_own on patient_findings;
create policy org_reads on patient_findings for select to scope_org using (org_id = my_org());

-- What does this report say of its patient? Earlier versions of the request say no more what this one does not.
create function keep_findings() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update patient_findings f set withdrawn_at = new.reported_at
  where f.request_id = new.request_id and f.withdrawn_at is null
    and not exists (select 1 from jsonb_to_recordset(new.findings) as n(kind text, value text) where n.kind = f.kind and n.value = f.value);
  insert into patient_findings (org_id, patient_id, request_id, kind, value, report_no, found_at)
  select r.org_id, r.patient_id, r.id, n.kind, n.value, new.report_no, new.reported_at
  from immunohematology_requests r, jsonb_to_recordset(new.findings) as n(kind text, value text)
  where r.id = new.request_id
  on conflict (request_id, kind, value) where withdrawn_at is null do nothing;
  return null;
end $$;
create trigger immunohematology_reports_findings after insert on immunohematology_reports for each row execute function keep_findings();

-- A report that was taken back says nothing of the patient any more.
create function withdraw_findings() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update patient_findings f set withdrawn_at = new.updated_at where f.request_id = new.id and f.withdrawn_at is null;
  return null;
end $$;
create trigger immunohematology_requests_withdrawn after update of state on immunohematology_requests for each row when (new.state = 'void') execute function withdraw_findings();

-- Antibodies of a patient: those of the register as they stand there, then those that reports found. In the rights of whoever asks.
create function known_antibodies(in_patient uuid, in_own text[]) returns text[] language sql stable as $$
  select in_own || array(
    select f.value from patient_findings f
    where f.org_id = my_org() and f.patient_id = in_patient and f.kind = 'antibody' and f.withdrawn_at is null and f.value <> all (in_own)
    group by f.value order by min(f.found_at), f.value)
$$;
grant execute on function known_antibodies(uuid, text[]) to scope_org, scope_city, scope_district, scope_system;

-- The group that the last report says of a patient, as `A.positive`; null where none does. In the rights of whoever asks.
create function reported_group(in_patient uuid) returns text language sql stable as $$
  select f.value from patient_findings f
  where f.org_id = my_org() and f.patient_id = in_patient and f.kind = 'group' and f.withdrawn_at is null
  order by f.found_at desc, f.id limit 1
$$;
grant execute on function reported_group(uuid) to scope_org, scope_city, scope_district, scope_system;

-- What happened to this request, in the chains of its two parties? Only for one of the two: for the laboratory not before it was submitted, for the hospital
-- without what was entered and not reported.
create function immunohematology_history(in_id uuid) returns table (seq bigint, payload text)
language sql stable security definer set search_path from current as $$
  select a.seq, case when my_org() = r.org_id and a.action <> 'immunohematology-requests.review'
    then (a.payload::jsonb #- '{before,results}' #- '{before,conclusion}' #- '{before,advice}' #- '{after,results}' #- '{after,conclusion}' #- '{after,advice}')::text
    else a.payload end
  from audit_log a join immunohematology_requests r on r.id = in_id
  where a.record_id = in_id::text and a.module = 'immunohematology-requests'
    and my_org() = any (array[r.org_id, case when r.state <> 'draft' then r.party_org_id end])
    and (my_org() = r.org_id or a.payload::jsonb->>'state' <> 'draft')
  order by a.at desc, a.seq desc limit 200
$$;
do $$ declare f text; begin
  foreach f in array array['keep_findings()', 'withdraw_findings()', 'immunohematology_history(uuid)'] loop
    execute format('alter function %s set search_path = %I, pg_temp', f, current_schema());
    execute format('revoke execute on function %s from public', f);
  end loop;
end $$;
grant execute on function immunohematology_history(uuid) to scope_org;
