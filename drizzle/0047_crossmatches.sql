-- 配血: each crossmatch that was done, whatever became of it. A compatible one keeps its bag for the request; an emergency has its own afterwards.

create table crossmatches (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  patient_id uuid references patients,
  unit_id uuid not null references blood_units,
  -- Null: entered at the issue desk without either, or afterwards.
  request_id uuid references transfusion_requests,
  specimen_id uuid references specimens,
  origin text not null check (origin in ('bench', 'reserve', 'issue', 'afterwards')),
  -- The record in whose change it stands: itself at the bench, the reservation or the issue elsewhere.
  record_id uuid not null,
  is_compatible boolean not null,
  is_second_entry boolean not null,
  crossmatch jsonb not null,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  check (origin <> 'bench' or (request_id is not null and specimen_id is not null and patient_id is not null))
);
comment on table crossmatches is 'Append only. Written by clinical-issues.crossmatch, reserve, register and settle of its hospital; read by that hospital and by nobody else in the city.';
create index crossmatches_request on crossmatches (request_id, created_at) where request_id is not null;
create index crossmatches_specimen on crossmatches (specimen_id) where specimen_id is not null;
create index crossmatches_patient on crossmatches (org_id, patient_id, created_at desc);
create index crossmatches_unit on crossmatches (org_id, unit_id);
create trigger crossmatches_append_only before update or delete on crossmatches for each row execute function refuse_change();
create trigger crossmatches_no_truncate before truncate on crossmatches for each statement execute function refuse_change();
create constraint trigger crossmatches_audited after insert on crossmatches deferrable initially deferred for each row execute function require_audit('record_id');
select scope_table('crossmatches', 'org_id', null, false, 'insert');

-- What a bag is kept for, and by which crossmatch; which one it left by.
alter table reservations add column request_id uuid references transfusion_requests;
alter table reservations add column crossmatch_id uuid references crossmatches;
create index reservations_request on reservations (request_id) where request_id is not null and ended_at is null;
alter table clinical_issue_lines add column crossmatch_id uuid references crossmatches;
