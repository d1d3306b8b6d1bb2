-- 用血审证: a hospital registers who may use blood free of charge, the blood office answers. Read by no request, no order and no issue.

-- Days that are not what their weekday says. A year without a row has not been published: there the weekday alone decides.
create table calendar_days (
  day date primary key,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null
);
comment on table calendar_days is 'Statutory holidays and the weekends worked in exchange. Loaded by the owner at every start from the package chinese-days; read by everybody.';
grant select on calendar_days to scope_org, scope_district, scope_city, scope_system;

create table certificate_reviews (
  id uuid primary key default gen_random_uuid(),
  -- Drawn when the case goes to the office: a draft has none.
  no text,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  profile text not null check (profile in ('SH-2021', 'SH-1998')),
  state text not null check (state in ('draft', 'submitted', 'resubmitted', 'first_approved', 'rejected', 'auto_approved', 'approved', 'void')),
  case_type text not null check (case_type in ('1', '2', '3', '4', '5', '6', '8')),
  patient_name text not null,
  search text not null default '',
  identity_type text not null,
  identity_cipher bytea,
  -- The same in every hospital, unlike that of patients: one case a person in the whole city.
  identity_index bytea,
  diagnosis text not null,
  blood_use jsonb not null,
  used_on date,
  is_supplementary boolean not null,
  is_informed boolean not null,
  relation text,
  donor_name text not null,
  donor_identity_type text not null,
  donor_cipher bytea,
  donor_index bytea,
  certificate_no text not null,
  -- What the register of donations said, as it was then; null: not asked.
  donations jsonb,
  submitted_at timestamptz,
  submitted_by text,
  due_at timestamptz,
  -- What waits by when it is due, what does not by when it was last touched.
  sorted_at timestamptz not null default city_now(),
  first_approved_by text,
  first_approver uuid,
  decided_at timestamptz,
  decided_by text,
  entitled_ml int check (entitled_ml >= 0),
  article text,
  automatic_rule text,
  refusal text check (refusal in ('papers', 'mismatch', 'not_entitled')),
  missing text[] not null default '{}',
  remark text not null default '',
  reason text,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  check (state = 'draft' or (no is not null and identity_index is not null and submitted_at is not null)),
  check ((state in ('approved', 'auto_approved')) <= (entitled_ml is not null and article is not null))
);
comment on table certificate_reviews is 'Written by certificate-reviews.register, modify and void of its hospital, approve and reject of the office that is its party; a draft is its hospital’s alone. Read by both, and by nobody else in the city. Identity numbers encrypted, found by HMAC blind index.';
create index certificate_reviews_list on certificate_reviews (org_id, sorted_at desc, id);
create index certificate_reviews_party on certificate_reviews (party_org_id, sorted_at desc, id);
-- What waits for an answer, and what waits for the hospital: small at any age of the system.
create index certificate_reviews_to_answer on certificate_reviews (party_org_id, sorted_at, id) where state in ('submitted', 'resubmitted', 'first_approved');
create index certificate_reviews_waiting on certificate_reviews (org_id, sorted_at, id) where state in ('rejected', 'draft');
create unique index certificate_reviews_pending on certificate_reviews (identity_index) where state in ('submitted', 'resubmitted', 'first_approved');

create table certificate_attachments (
  id uuid primary key default gen_random_uuid(),
  review_id uuid not null references certificate_reviews on delete cascade,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  paper text not null check (paper in ('donation_certificate', 'identity_card', 'household_register', 'relation_proof', 'invoice', 'other')),
  file_name text not null,
  media_type text not null check (media_type in ('image/jpeg', 'image/png', 'application/pdf')),
  byte_size int not null check (byte_size between 1 and 5242880),
  digest text not null,
  created_by text not null,
  created_at timestamptz not null default city_now()
);
comment on table certificate_attachments is 'Papers of a case, by content JPEG, PNG or PDF. Written by certificate-reviews.attach of its hospital, removed by it as long as the case is a draft; read by the two parties.';
create index certificate_attachments_review on certificate_attachments (review_id, created_at, id);

create table certificate_attachment_chunks (
  attachment_id uuid not null references certificate_attachments on delete cascade,
  seq int not null check (seq >= 0),
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  bytes bytea not null check (octet_length(bytes) between 1 and 262144),
  primary key (attachment_id, seq)
);
comment on table certificate_attachment_chunks is 'The bytes of an attachment in order, 256 KiB a row. Append only, but for a draft that is removed whole.';

create table fee_reliefs (
  id uuid primary key default gen_random_uuid(),
  review_id uuid not null references certificate_reviews,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  state text not null default 'active' check (state in ('active', 'void')),
  donor_name text not null,
  relation text not null,
  volume_ml int not null check (volume_ml > 0),
  amount_cents bigint not null check (amount_cents > 0),
  invoice_no text not null check (invoice_no <> ''),
  way text not null check (way in ('direct', 'afterwards')),
  reason text,
  recorded_by text not null,
  recorded_at timestamptz not null default city_now(),
  check ((state = 'void') = (reason is not null))
);
comment on table fee_reliefs is '用血减免: what was not charged, or was paid back, on an approved case. Written by certificate-reviews.relieve and void-relief of either party; its history is the case’s. Never more volume than the case is worth, one a time per invoice of the hospital.';
create index fee_reliefs_review on fee_reliefs (review_id, recorded_at, id);
create unique index fee_reliefs_invoice on fee_reliefs (org_id, invoice_no) where state = 'active';

create table donations (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  -- No name and no number: only whoever has the number finds them.
  donor_index bytea not null,
  donated_on date not null,
  volume_ml int not null check (volume_ml between 1 and 2000),
  certificate_no text not null default '',
  import_id uuid not null,
  created_at timestamptz not null default city_now(),
  unique (donor_index, donated_on)
);
comment on table donations is 'Donations as the station or the office brings them in by file (certificate-reviews.import-donations). Looked up by donations_of() when a case is registered; listed by nobody.';

-- The parties of a case, and of what hangs on it, stay who they are.
create function keep_parties() returns trigger language plpgsql as $$
begin
  if new.org_id <> old.org_id or new.party_org_id <> old.party_org_id then
    raise exception 'the parties of % % stay', tg_table_name, old.id using errcode = '42501';
  end if;
  return new;
end $$;
create trigger certificate_reviews_parties before update on certificate_reviews for each row execute function keep_parties();
create trigger fee_reliefs_parties before update on fee_reliefs for each row execute function keep_parties();
create constraint trigger certificate_reviews_audited after insert or update on certificate_reviews deferrable initially deferred for each row execute function require_audit();

select scope_table('certificate_reviews', 'org_id', null, false, 'insert, update, delete');
select scope_table('certificate_attachments', 'org_id', null, false, 'insert, delete');
select scope_table('certificate_attachment_chunks', 'org_id', null, false, 'insert');
select scope_table('fee_reliefs', 'org_id');
-- A draft alone may go without a trace in the table; its removal is in the audit trail.
drop policy org_own on certificate_reviews;
create policy org_reads on certificate_reviews for select to scope_org using (org_id = my_org());
create policy org_registers on certificate_reviews for insert to scope_org with check (org_id = my_org());
create policy org_modifies on certificate_reviews for update to scope_org using (org_id = my_org()) with check (org_id = my_org());
create policy org_removes on certificate_reviews for delete to scope_org using (org_id = my_org() and state = 'draft');
drop policy org_own on certificate_attachments;
create policy org_reads on certificate_attachments for select to scope_org using (org_id = my_org());
create policy org_attaches on certificate_attachments for insert to scope_org
  with check (org_id = my_org() and exists (select 1 from certificate_reviews r where r.id = review_id));
create policy org_removes on certificate_attachments for delete to scope_org
  using (org_id = my_org() and exists (select 1 from certificate_reviews r where r.id = review_id and r.state = 'draft'));

-- The office that is the party, whether municipal or of a district; what is still a draft does not exist for it.
create policy office_reads on certificate_reviews for select to scope_city, scope_district using (party_org_id = my_org() and state <> 'draft');
create policy office_answers on certificate_reviews for update to scope_city, scope_district
  using (party_org_id = my_org() and state <> 'draft') with check (party_org_id = my_org() and state <> 'draft');
create policy office_reads on certificate_attachments for select to scope_city, scope_district
  using (party_org_id = my_org() and exists (select 1 from certificate_reviews r where r.id = review_id));
create policy office_reads on certificate_attachment_chunks for select to scope_city, scope_district
  using (party_org_id = my_org() and exists (select 1 from certificate_attachments a where a.id = attachment_id));
create policy office_reads on fee_reliefs for select to scope_city, scope_district using (party_org_id = my_org());
create policy office_relieves on fee_reliefs for insert to scope_city, scope_district
  with check (party_org_id = my_org() and exists (select 1 from certificate_reviews r where r.id = review_id and r.org_id = fee_reliefs.org_id));
create policy office_voids on fee_reliefs for update to scope_city, scope_district using (party_org_id = my_org()) with check (party_org_id = my_org());
grant select, update on certificate_reviews to scope_city, scope_district;
grant select on certificate_attachments, certificate_attachment_chunks to scope_city, scope_district;
grant select, insert, update on fee_reliefs to scope_city, scope_district;

-- The register is a station's or the municipal office's to fill; a hospital, which gains by what it says, has no part in it.
select scope_table('donations', 'org_id');
drop policy org_own on donations;
create policy station_own on donations to scope_org
  using (org_id = my_org() and my_org() in (select o.id from organisations o where o.kind = 'blood_station'))
  with check (org_id = my_org() and my_org() in (select o.id from organisations o where o.kind = 'blood_station'));
create policy office_own on donations to scope_city using (org_id = my_org()) with check (org_id = my_org());
grant select, insert, update on donations to scope_city;

-- Which hospital of the city has a case of this person before the office? One at a time: whoever asks next waits for the answer to be written.
create function pending_review(in_index bytea, in_except uuid) returns text
language plpgsql volatile security definer set search_path from current as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(current_schema() || ':review:' || encode(in_index, 'hex'), 0));
  return (select r.org_id from certificate_reviews r
    where r.identity_index = in_index and r.state in ('submitted', 'resubmitted', 'first_approved') and r.id <> in_except);
end $$;
revoke execute on function pending_review(bytea, uuid) from public;
grant execute on function pending_review(bytea, uuid) to scope_org;

-- Was this person granted blood free of charge before, in whichever hospital? Yes or no: then no rule answers by itself, an office does.
create function approved_before(in_index bytea, in_except uuid) returns boolean
language sql stable security definer set search_path from current as $$
  select exists (select 1 from certificate_reviews r where r.identity_index = in_index and r.state in ('approved', 'auto_approved') and r.id <> in_except)
$$;
revoke execute on function approved_before(bytea, uuid) from public;
grant execute on function approved_before(bytea, uuid) to scope_org;

-- What did this person give, by the register? Days, volumes and certificates, whoever brought them in.
create function donations_of(in_index bytea) returns table (donated_on text, volume_ml int, certificate_no text)
language sql stable security definer set search_path from current as $$
  select d.donated_on::text, d.volume_ml, d.certificate_no from donations d where d.donor_index = in_index order by d.donated_on desc limit 100
$$;
revoke execute on function donations_of(bytea) from public;
grant execute on function donations_of(bytea) to scope_org, scope_city, scope_district;

-- What happened to this case, in the chains of its two parties? Only for one of the two, and for the office not before it was submitted.
create function certificate_review_history(in_id uuid) returns table (seq bigint, payload text)
language sql stable security definer set search_path from current as $$
  select a.seq, a.payload from audit_log a
  where a.record_id = in_id::text and a.module = 'certificate-reviews'
    and exists (select 1 from certificate_reviews r where r.id = in_id and my_org() = any (array[r.org_id, case when r.state <> 'draft' then r.party_org_id end])
      and (my_org() = r.org_id or a.payload::jsonb->>'state' <> 'draft'))
  order by a.at desc, a.seq desc limit 200
$$;
revoke execute on function certificate_review_history(uuid) from public;
grant execute on function certificate_review_history(uuid) to scope_org, scope_city, scope_district;

do $$ begin
  execute format('alter function approved_before(bytea, uuid) set search_path = %I, pg_temp', current_schema());
  execute format('alter function pending_review(bytea, uuid) set search_path = %I, pg_temp', current_schema());
  execute format('alter function donations_of(bytea) set search_path = %I, pg_temp', current_schema());
  execute format('alter function certificate_review_history(uuid) set search_path = %I, pg_temp', current_schema());
end $$;
