-- The ground: the city and its clock, organisations and people, audit chain, outbox and feed, drafts, numbers, idempotency keys.
-- No statement names a schema: one city is one schema. Only `auth` (better-auth) stands apart, in its own migration.

create table city (
  id boolean primary key default true check (id),
  name text not null,
  time_zone text not null default 'Asia/Shanghai',
  kind text not null default 'production' check (kind in ('production', 'demo', 'test', 'simulation')),
  clock_offset interval not null default '0',
  epoch text not null default substr(md5(random()::text || clock_timestamp()::text), 1, 12),
  duty_phone text not null default '',
  rules_version text not null default '',
  last_alive_at timestamptz,
  check (clock_offset = '0' or kind in ('test', 'simulation'))
);
comment on table city is 'One row. Written by set-up and by the process heartbeat (last_alive_at); read by city_now() in every statement.';

insert into city (name) values ('');

-- The only clock. The offset exists in databases of kind test or simulation alone.
create function city_now() returns timestamptz language sql stable parallel safe as
$$ select now() + (select clock_offset from city) $$;

create function city_today() returns date language sql stable parallel safe as
$$ select (city_now() at time zone (select time_zone from city))::date $$;

create function my_org() returns text language sql stable parallel safe as
$$ select nullif(current_setting('app.org', true), '') $$;

create table organisations (
  id text primary key check (id ~ '^[A-Z0-9-]{2,16}$'),
  kind text not null check (kind in ('hospital', 'blood_station', 'reference_lab', 'blood_office')),
  name text not null,
  short_name text not null,
  name_en text not null default '',
  search text not null default '',
  parent_id text references organisations,
  district text not null default '',
  institution_code text not null default '',
  duty_phone text not null default '',
  settings jsonb not null default '{}',
  is_active boolean not null default true,
  sort_order int not null default 0
);
comment on table organisations is 'Master data. Written by administrators and the seed; read by everyone. search holds pinyin, initials and code.';

create table people (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  staff_no text not null check (staff_no ~ '^[A-Za-z0-9]{1,20}$'),
  name text not null,
  title text not null default '',
  search text not null default '',
  auth_user_id text unique,
  badge_hash bytea unique,
  is_active boolean not null default true,
  must_change_password boolean not null default false,
  version int not null default 1,
  unique (org_id, staff_no)
);
comment on table people is 'The staff directory: who may sign. auth_user_id is set for those who also log in; badge_hash is SHA-256 of a 128 bit badge code.';

create table memberships (
  id uuid primary key default gen_random_uuid(),
  person_id uuid not null references people,
  org_id text not null references organisations,
  department text not null default '',
  roles text[] not null,
  is_active boolean not null default true,
  unique (person_id, org_id, department)
);
create index memberships_org on memberships (org_id);

create table record_counters (
  org_id text not null,
  module text not null,
  day date not null,
  last int not null,
  primary key (org_id, module, day)
);

-- Numbers are drawn in the committing transaction, a batch draws a range: 20261123-0034.
create function draw_number(in_org text, in_module text, in_count int default 1) returns text language sql as
$$
  insert into record_counters as c (org_id, module, day, last) values (in_org, in_module, city_today(), in_count)
  on conflict (org_id, module, day) do update set last = c.last + in_count
  returning to_char(day, 'YYYYMMDD') || '-' || lpad((last - in_count + 1)::text, greatest(4, length(last::text)), '0')
$$;

create table idempotency_keys (
  org_id text not null,
  key text not null,
  command text not null,
  body_digest text not null,
  answer jsonb,
  created_at timestamptz not null default city_now(),
  primary key (org_id, key)
);
comment on table idempotency_keys is 'Commits with the effect: a rolled-back attempt is not remembered. Swept after 30 days.';

create table drafts (
  id uuid primary key,
  org_id text not null,
  module text not null,
  subject_id text,
  person_id uuid,
  body jsonb not null,
  version int not null default 1,
  updated_at timestamptz not null default city_now()
);
create index drafts_subject on drafts (org_id, module, subject_id);

create table signatures (
  id uuid primary key default gen_random_uuid(),
  org_id text not null,
  module text not null,
  record_id text not null,
  meaning text not null,
  person_id uuid references people,
  signer_name text not null,
  method text not null check (method in ('session', 'badge', 'password', 'deliverer', 'phone')),
  covers_digest text not null,
  signed_at timestamptz not null default city_now()
);
create index signatures_record on signatures (org_id, record_id);

create table tasks (
  id uuid primary key default gen_random_uuid(),
  org_id text not null,
  kind text not null,
  module text not null,
  record_id text not null,
  facts jsonb not null default '{}',
  due_at timestamptz not null,
  created_at timestamptz not null default city_now(),
  done_at timestamptz,
  done_by text
);
create index tasks_open on tasks (org_id, due_at) where done_at is null;

-- Audit chain ---------------------------------------------------------------------------------------------------------
create table audit_heads (
  org_id text primary key,
  seq bigint not null default 0,
  hash text not null default ''
);

create table audit_log (
  id bigint generated always as identity,
  org_id text not null,
  seq bigint not null,
  at timestamptz not null,
  xid xid8 not null default pg_current_xact_id(),
  module text not null,
  record_id text not null,
  action text not null,
  payload text not null,
  prev_hash text not null,
  hash text not null,
  primary key (id)
) partition by range (id);
comment on table audit_log is 'Append only, one hash chain per organisation. payload is the canonical text that the hash covers.';
create table audit_log_default partition of audit_log default;
create index audit_log_record on audit_log (org_id, record_id, seq);
create index audit_log_chain on audit_log (org_id, seq);
create index audit_log_xid on audit_log (record_id, xid);

-- Outbox and feed -----------------------------------------------------------------------------------------------------
create table outbox (
  id bigint generated always as identity primary key,
  org_id text not null,
  party_org_id text,
  rooms text[] not null,
  envelope jsonb not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
comment on table outbox is 'Written in the transaction by commit_changes(); emptied by the relay alone. Small, never partitioned.';

create table feed_head (
  id boolean primary key default true check (id),
  seq bigint not null default 0
);
insert into feed_head default values;

create table feed (
  seq bigint not null,
  at timestamptz not null,
  org_id text not null,
  party_org_id text,
  rooms text[] not null,
  envelope jsonb not null,
  primary key (seq)
) partition by range (seq);
create table feed_default partition of feed default;
comment on table feed is 'Gap-free by seq; written by the relay alone; read by screens, webhooks, alerts, each with its own cursor.';

create table feed_cursors (
  consumer text primary key,
  seq bigint not null default 0
);

create table leases (
  name text primary key,
  holder text not null,
  until timestamptz not null
);

create table imports (
  id uuid primary key default gen_random_uuid(),
  org_id text not null,
  module text not null,
  digest text not null,
  file_name text not null,
  preview jsonb not null,
  state text not null default 'preview' check (state in ('preview', 'applied', 'void')),
  person_id uuid,
  created_at timestamptz not null default city_now()
);
create index imports_org on imports (org_id, module, created_at);

-- Moves the outbox into the feed in outbox order; returns what it moved. One caller at a time: feed_head is locked first,
-- and every later statement of this volatile function sees what the caller before it committed. An outbox id is drawn under
-- the locks of its rows, and they are let go only after the commit is visible: whoever sees the later change of a record
-- sees the earlier one too, with a lower id, and takes the lowest ids first. Hence no `skip locked` here, and no `id > last`.
create function relay_outbox(in_limit int) returns table (seq bigint, rooms text[], envelope jsonb, at timestamptz)
language plpgsql set enable_seqscan = off as $$
declare head bigint;
begin
  if not exists (select 1 from outbox) then return; end if;
  select f.seq into strict head from feed_head f for update;
  return query
  with batch as (
    delete from outbox o where o.id in (select o2.id from outbox o2 order by o2.id limit in_limit)
    returning o.id, o.org_id, o.party_org_id, o.rooms, o.envelope
  ), numbered as (
    select head + row_number() over (order by b.id) as n, b.* from batch b
  ), written as (
    insert into feed (seq, at, org_id, party_org_id, rooms, envelope)
    select n.n, clock_timestamp() + (select clock_offset from city), n.org_id, n.party_org_id, n.rooms, n.envelope from numbered n
    returning feed.seq, feed.rooms, feed.envelope, feed.at
  ), moved as (
    update feed_head set seq = (select max(w.seq) from written w) where exists (select 1 from written)
  )
  select w.seq, w.rooms, w.envelope, w.at from written w order by w.seq;
end $$;

-- Called once by every command, last: audit rows under the head-row lock, then outbox rows, then the remembered answer.
-- Stock cells that the ledger trigger collected in app.cells become one envelope per organisation.
create function commit_changes(in_changes jsonb, in_answer jsonb, in_key text) returns void language plpgsql as $$
declare
  org text := my_org();
  head audit_heads%rowtype;
  change jsonb;
  canonical text;
  next_hash text;
  epoch_now text := (select epoch from city);
  at_now timestamptz := city_now();
  cells jsonb;
begin
  insert into audit_heads (org_id) values (org) on conflict do nothing;
  select * into head from audit_heads h where h.org_id = org for update;
  for change in select * from jsonb_array_elements(in_changes) loop
    head.seq := head.seq + 1;
    canonical := jsonb_build_object(
      'org', org, 'seq', head.seq, 'at', to_char(at_now at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'actor', nullif(current_setting('app.actor', true), '')::jsonb,
      'request', nullif(current_setting('app.request', true), ''),
      'module', change->'module', 'record', change->'recordId', 'action', change->'action', 'version', change->'version',
      'state', change->'state', 'reason', change->'reason', 'before', change->'before', 'after', change->'after')::text;
    next_hash := encode(sha256(convert_to(head.hash || '|' || canonical, 'UTF8')), 'hex');
    insert into audit_log (org_id, seq, at, module, record_id, action, payload, prev_hash, hash)
    values (org, head.seq, at_now, change->>'module', change->>'recordId', change->>'action', canonical, head.hash, next_hash);
    head.hash := next_hash;
  end loop;
  update audit_heads h set seq = head.seq, hash = head.hash where h.org_id = org;

  cells := nullif(current_setting('app.cells', true), '')::jsonb;
  insert into outbox (org_id, party_org_id, rooms, envelope)
  select c->>'orgId', c->>'partyOrgId',
    array(select jsonb_array_elements_text(c->'rooms')),
    jsonb_build_object('epoch', epoch_now, 'at', at_now, 'module', c->'module', 'recordId', c->'recordId', 'version', c->'version',
      'action', c->'action', 'state', c->'state', 'orgId', c->'orgId', 'partyOrgId', c->'partyOrgId', 'tally', c->'tally', 'cells', '[]'::jsonb)
  from jsonb_array_elements(in_changes) c;
  if cells is not null then
    insert into outbox (org_id, rooms, envelope)
    select g.cell_org, array['org:' || g.cell_org, 'city'],
      jsonb_build_object('epoch', epoch_now, 'at', at_now, 'module', 'stock', 'recordId', g.cell_org, 'version', 0, 'action', 'stock.moved',
        'state', 'moved', 'orgId', g.cell_org, 'partyOrgId', null, 'tally', null, 'cells', g.list)
    from (select cell->>'orgId' as cell_org, jsonb_agg(cell) as list from jsonb_array_elements(cells) cell group by 1) g
    order by g.cell_org;
  end if;
  if in_key is not null then
    update idempotency_keys k set answer = in_answer where k.org_id = org and k.key = in_key;
  end if;
end $$;

-- Fails the commit of a versioned row that changed without its audit row.
create function require_audit() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from audit_log a where a.record_id = new.id::text and a.xid = pg_current_xact_id()) then
    raise exception 'audit row missing for % %', tg_table_name, new.id using errcode = 'XM001';
  end if;
  return null;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append only', tg_table_name using errcode = 'XM002';
end $$;
create trigger audit_log_append_only before update or delete on audit_log for each row execute function refuse_change();
create trigger audit_log_no_truncate before truncate on audit_log for each statement execute function refuse_change();
