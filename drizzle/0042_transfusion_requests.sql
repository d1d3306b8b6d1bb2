-- 输血申请单: a physician asks, the approvers of its row sign, the transfusion department takes it up, issues fulfil it. No emergency issue reads it.

create table transfusion_requests (
  id uuid primary key default gen_random_uuid(),
  -- Drawn when it goes to its approvers: a draft has none.
  no text,
  org_id text not null references organisations,
  patient_id uuid not null references patients,
  patient_label text not null,
  state text not null check (state in ('draft', 'submitted', 'senior_approved', 'director_approved', 'approved', 'accepted', 'returned', 'refused', 'completed', 'void')),
  sick_type text not null check (sick_type in ('1', '2', '3', '9')),
  department text not null default '',
  ward text not null default '',
  bed text not null default '',
  fee_type text not null default '',
  residence text check (residence in ('local', 'elsewhere')),
  diagnosis text not null default '',
  blood_history text check (blood_history in ('none', 'had')),
  blood_times int check (blood_times > 0),
  reaction_history text check (reaction_history in ('none', 'had')),
  reaction_text text not null default '',
  allergy text not null default '',
  gravida int check (gravida >= 0),
  para int check (para >= 0),
  transplant text not null default '',
  is_consented boolean not null,
  is_assessed boolean not null,
  assessment text not null default '',
  purpose text not null default '',
  indication text not null default '',
  nature text not null check (nature in ('preparation', 'routine', 'urgent', 'massive', 'special')),
  arrangement text not null check (arrangement in ('allogeneic', 'autologous', 'other_group')),
  is_emergency boolean not null,
  -- Of the register when it was last written: what the laboratory determined, typed by nobody.
  abo text not null check (abo in ('A', 'B', 'O', 'AB', 'unknown')),
  rhd text not null check (rhd in ('positive', 'negative', 'unknown')),
  group_determinations int not null,
  lines jsonb not null,
  lines_text text not null default '',
  route text not null default '',
  drip_rate text not null default '',
  planned_on date,
  labs jsonb not null,
  labs_on date,
  counted_ml double precision not null check (counted_ml >= 0),
  -- Of the window when it was asked or raised; the row never falls while the request waits.
  window_ml double precision,
  approval_row int check (approval_row in (1, 2, 3)),
  waits_for text not null default '',
  -- Each sending is a round: signatures of an earlier one are history.
  round int not null default 0,
  applicant_id uuid,
  applied_by text,
  applied_at timestamptz,
  supplement_due_at timestamptz,
  print_count int not null default 0 check (print_count >= 0),
  reason text,
  import_id uuid,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now(),
  sorted_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  check (state = 'draft' or (no is not null and applicant_id is not null and applied_at is not null and window_ml is not null and approval_row is not null)),
  check ((state in ('returned', 'refused', 'void')) <= (reason is not null)),
  -- What is being mended may have lost its group; it is asked again when it is sent.
  check (is_emergency or state in ('draft', 'returned', 'refused', 'void') or (abo <> 'unknown' and rhd <> 'unknown'))
);
comment on table transfusion_requests is 'Written by transfusion-requests.register, modify, submit, approve, return, accept, refuse, supply-papers, print, import and void of its hospital, and by the issue that fulfils or reopens it. Read by that hospital and by nobody else in the city. A draft alone may be removed.';
create index transfusion_requests_list on transfusion_requests (org_id, sorted_at desc, id);
create index transfusion_requests_sent_back on transfusion_requests (org_id, sorted_at, id) where state in ('returned', 'refused');
-- Whose turn it is: small at any age of the system.
create index transfusion_requests_waiting on transfusion_requests (org_id, waits_for, sorted_at desc, id) where waits_for <> '';
create index transfusion_requests_patient on transfusion_requests (org_id, patient_id, applied_at desc);
create constraint trigger transfusion_requests_audited after insert or update on transfusion_requests deferrable initially deferred for each row execute function require_audit();

create table transfusion_request_steps (
  id uuid primary key default gen_random_uuid(),
  request_id uuid not null references transfusion_requests,
  org_id text not null,
  round int not null,
  step text not null check (step in ('senior', 'director', 'medical', 'department')),
  decision text not null check (decision in ('approved', 'returned', 'accepted', 'refused')),
  opinion text not null default '',
  person_id uuid not null,
  signer_name text not null,
  signer_title text not null default '',
  method text not null check (method in ('session', 'badge', 'password')),
  signed_at timestamptz not null default city_now()
);
comment on table transfusion_request_steps is 'Append only. Who said what to a request, in which round: written by its approve, return, accept and refuse; read by its hospital.';
create index transfusion_request_steps_request on transfusion_request_steps (org_id, request_id, signed_at);
-- One signature a step and round, and one step a person: two at once are not two.
create unique index transfusion_request_steps_once on transfusion_request_steps (request_id, round, step) where decision = 'approved';
create unique index transfusion_request_steps_person on transfusion_request_steps (request_id, round, person_id) where decision = 'approved';
create trigger transfusion_request_steps_append_only before update or delete on transfusion_request_steps for each row execute function refuse_change();
create trigger transfusion_request_steps_no_truncate before truncate on transfusion_request_steps for each statement execute function refuse_change();

select scope_table('transfusion_requests', 'org_id', null, false, 'insert, update, delete');
select scope_table('transfusion_request_steps', 'org_id', null, false, 'insert');
-- A draft alone may go without a trace in the table; its removal is in the audit trail.
drop policy org_own on transfusion_requests;
create policy org_reads on transfusion_requests for select to scope_org using (org_id = my_org());
create policy org_registers on transfusion_requests for insert to scope_org with check (org_id = my_org());
create policy org_modifies on transfusion_requests for update to scope_org using (org_id = my_org()) with check (org_id = my_org());
create policy org_removes on transfusion_requests for delete to scope_org using (org_id = my_org() and state = 'draft');

-- Which request an ordinary issue fulfils, and why it gave more than was asked. An emergency issue has none.
alter table clinical_issues add column request_id uuid references transfusion_requests;
alter table clinical_issues add column over_request_reason text;
alter table clinical_issues add constraint clinical_issues_request check (issue_type = 'routine' or (request_id is null and over_request_reason is null)) not valid;
create index clinical_issues_request on clinical_issues (request_id) where request_id is not null;

-- Words for what the blood is for and for sending a request back: of a new city with its first ones, of a city that is at work with these dictionaries alone.
create function request_terms(office text) returns void language sql as $$
  insert into dictionary_terms (keeper_org_id, is_city, dictionary, name, name_en, position)
  select office, true, w.dictionary, w.name, w.name_en, w.position from (values
    ('purpose', '增加携氧能力', 'Raise the oxygen capacity', 10),
    ('purpose', '增加凝血因子', 'Supply clotting factors', 20),
    ('purpose', '补充血小板，防治出血', 'Supply platelets against bleeding', 30),
    ('purpose', '纠正低血容量', 'Restore the blood volume', 40),
    ('purpose', '手术备血', 'Prepare an operation', 50),
    ('purpose', '换血', 'Exchange transfusion', 60),
    ('request-return', '适应证不充分', 'Indication does not suffice', 10),
    ('request-return', '申请量过大', 'Asks for too much', 20),
    ('request-return', '检验结果不全', 'Results are missing', 30),
    ('request-return', '知情同意书有误', 'Consent is wrong', 40),
    ('request-return', '标本不合格', 'Sample does not qualify', 50),
    ('request-return', '填写有误', 'Filled in wrongly', 60)
  ) w (dictionary, name, name_en, position)
  where not exists (select 1 from dictionary_terms t where t.is_city and t.dictionary = w.dictionary)
$$;
revoke execute on function request_terms(text) from public;
create or replace function begin_dictionaries() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform first_terms(new.id);
  perform relabel_terms(new.id);
  perform request_terms(new.id);
  return null;
end $$;
do $$ begin
  execute format('alter function begin_dictionaries() set search_path = %I, pg_temp', current_schema());
end $$;
select request_terms(id) from (
  select id from organisations where kind = 'blood_office' and is_active and district = '' order by sort_order, id limit 1
) office;
