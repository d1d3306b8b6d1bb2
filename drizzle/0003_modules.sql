-- The first modules: patients, station releases, shipments, receipts, reservations, clinical issues.

create table patients (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  mrn text not null,
  name text not null,
  search text not null default '',
  sex text not null check (sex in ('male', 'female', 'unknown')),
  birth_date date,
  identity_cipher bytea,
  identity_index bytea,
  abo text not null default 'unknown' check (abo in ('A', 'B', 'O', 'AB', 'unknown')),
  rhd text not null default 'unknown' check (rhd in ('positive', 'negative', 'unknown')),
  group_determinations int not null default 0,
  antibodies text[] not null default '{}',
  requirements text[] not null default '{}',
  is_unidentified boolean not null default false,
  state text not null default 'active' check (state in ('active', 'merged', 'void')),
  created_by text not null default '',
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, mrn)
);
comment on table patients is 'Per hospital. Identity number encrypted, found by HMAC blind index. Never readable at city scope.';
create index patients_list on patients (org_id, updated_at desc, id);
create index patients_identity on patients (org_id, identity_index);

create table station_releases (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  source text not null check (source in ('form', 'import', 'interface', 'seed')),
  state text not null default 'posted' check (state in ('posted', 'void')),
  bag_count int not null,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no)
);

create table shipments (
  id uuid primary key default gen_random_uuid(),
  no text,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  kind text not null default 'delivery' check (kind in ('delivery', 'return', 'transfer', 'unnoted')),
  state text not null check (state in ('draft', 'shipped', 'partly_received', 'received', 'closed_short', 'refused', 'void')),
  bag_count int not null default 0,
  received_count int not null default 0,
  box_count int not null default 0,
  boxes jsonb not null default '[]',
  carrier text not null default '',
  carrier_phone text not null default '',
  sent_at timestamptz,
  arrived_at timestamptz,
  reason text,
  created_by text not null,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  check (org_id <> party_org_id)
);
comment on table shipments is 'Every journey: the sender ships, the receiver scans. Two parties read it; the sender writes until shipped, the receiver as it receives.';
create index shipments_sender on shipments (org_id, created_at desc, id);
create index shipments_receiver on shipments (party_org_id, created_at desc, id);
create index shipments_awaited on shipments (party_org_id, sent_at) where state in ('shipped', 'partly_received');

create table shipment_bags (
  shipment_id uuid not null references shipments on delete cascade,
  unit_id uuid not null references blood_units,
  org_id text not null,
  party_org_id text not null,
  box_no int not null default 1,
  line_no int not null,
  state text not null default 'packed' check (state in ('packed', 'expected', 'received', 'held', 'refused', 'missing')),
  primary key (shipment_id, unit_id)
);
create index shipment_bags_unit on shipment_bags (unit_id);
create index shipment_bags_sender on shipment_bags (org_id, shipment_id);
create index shipment_bags_receiver on shipment_bags (party_org_id, shipment_id);
create unique index shipment_bags_once on shipment_bags (unit_id) where state = 'expected';

create table bag_receipts (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  party_org_id text not null references organisations,
  shipment_id uuid not null references shipments,
  state text not null check (state in ('posted', 'void')),
  duty_mode text not null check (duty_mode in ('two_person', 'single')),
  bag_count int not null,
  held_count int not null default 0,
  refused_count int not null default 0,
  temperatures jsonb not null,
  received_by text not null,
  reviewed_by text not null,
  arrived_at timestamptz not null,
  posted_at timestamptz not null default city_now(),
  reason text,
  source text not null check (source in ('scan', 'import', 'hand')),
  void_reason text,
  created_by text not null,
  version int not null default 1,
  unique (org_id, no)
);
create index bag_receipts_list on bag_receipts (org_id, posted_at desc, id);
create index bag_receipts_shipment on bag_receipts (shipment_id);

create table bag_receipt_lines (
  receipt_id uuid not null references bag_receipts,
  unit_id uuid not null references blood_units,
  org_id text not null,
  line_no int not null,
  box_no int not null,
  outcome text not null check (outcome in ('accepted', 'held', 'refused')),
  hold_reason text,
  exceptions text[] not null default '{}',
  entry text not null check (entry in ('scan', 'hand', 'import')),
  entry_reason text,
  scans jsonb not null default '[]',
  scanned_at timestamptz,
  primary key (receipt_id, unit_id)
);
create index bag_receipt_lines_unit on bag_receipt_lines (org_id, unit_id);

create table reservations (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  unit_id uuid not null references blood_units,
  patient_id uuid not null references patients,
  request_no text not null,
  crossmatch jsonb,
  reserved_by text not null,
  reserved_at timestamptz not null default city_now(),
  release_at timestamptz not null,
  ended_at timestamptz,
  end_reason text check (end_reason in ('issued', 'released', 'lapsed', 'held')),
  version int not null default 1
);
create unique index reservations_live on reservations (unit_id) where ended_at is null;
create index reservations_org on reservations (org_id, release_at) where ended_at is null;
create index reservations_patient on reservations (org_id, patient_id);

create table clinical_issues (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  patient_id uuid references patients,
  patient_label text not null,
  request_no text not null,
  issue_type text not null check (issue_type in ('routine', 'emergency')),
  state text not null check (state in ('issued', 'corrected', 'void')),
  duty_mode text not null check (duty_mode in ('two_person', 'single')),
  department text not null default '',
  ward text not null default '',
  bed text not null default '',
  patient_group jsonb not null,
  checks jsonb not null,
  bag_count int not null,
  issued_by text not null,
  collected_by text not null,
  collector_title text not null default '',
  emergency_reason text,
  occurred_at timestamptz not null default city_now(),
  issued_at timestamptz not null default city_now(),
  void_reason text,
  corrects jsonb,
  created_by text not null,
  version int not null default 1,
  unique (org_id, no)
);
create index clinical_issues_list on clinical_issues (org_id, issued_at desc, id);
create index clinical_issues_patient on clinical_issues (org_id, patient_id, issued_at desc);

create table clinical_issue_lines (
  id uuid primary key default gen_random_uuid(),
  issue_id uuid not null references clinical_issues,
  unit_id uuid not null references blood_units,
  org_id text not null,
  line_no int not null,
  crossmatch jsonb,
  verdict jsonb not null,
  override jsonb,
  voided_at timestamptz
);
create unique index clinical_issue_lines_live on clinical_issue_lines (unit_id) where voided_at is null;
create index clinical_issue_lines_issue on clinical_issue_lines (org_id, issue_id);

create constraint trigger patients_audited after insert or update on patients deferrable initially deferred for each row execute function require_audit();
create constraint trigger station_releases_audited after insert or update on station_releases deferrable initially deferred for each row execute function require_audit();
create constraint trigger shipments_audited after insert or update on shipments deferrable initially deferred for each row execute function require_audit();
create constraint trigger bag_receipts_audited after insert or update on bag_receipts deferrable initially deferred for each row execute function require_audit();
create constraint trigger clinical_issues_audited after insert or update on clinical_issues deferrable initially deferred for each row execute function require_audit();
create constraint trigger reservations_audited after insert or update on reservations deferrable initially deferred for each row execute function require_audit();
