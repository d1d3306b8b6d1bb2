-- 改贴: a bag takes another label. Every label that a bag ever bore is its own for good: no other bag is registered under it, and every desk answers it.

-- Bags first, as whatever registers one takes them: it gives up before its work and not after it. At a quiet hour: labels stand still meanwhile.
lock table blood_units in share row exclusive mode;
lock table unit_labels in access exclusive mode;

-- Old Codabar numbers are unique within their station only: a label is known by its scheme and issuer too.
alter table unit_labels add column label_scheme text, add column issuer text;
insert into unit_labels (unit_id, label, product_code, org_id, since)
select u.id, u.donation_no, u.product_code, u.source_org_id, coalesce((select min(m.at) from stock_movements m where m.unit_id = u.id), city_now())
from blood_units u where not exists (select 1 from unit_labels l where l.unit_id = u.id and l.label = u.donation_no and l.product_code = u.product_code);
update unit_labels l set label_scheme = u.label_scheme, issuer = u.issuer from blood_units u where u.id = l.unit_id;
alter table unit_labels alter column label_scheme set not null, alter column issuer set not null;
alter table unit_labels add constraint unit_labels_scheme check (label_scheme in ('isbt128', 'codabar'));
alter table unit_labels drop constraint unit_labels_pkey;
alter table unit_labels add primary key (unit_id, label, product_code, label_scheme, issuer);
create unique index unit_labels_borne on unit_labels (label_scheme, issuer, label, product_code);
comment on table unit_labels is 'Every label a bag ever bore, each of one bag for good; searched by trace and by scans. Written with the bag by whatever registers it, and by a relabelling. Append only.';
create trigger unit_labels_append_only before update or delete on unit_labels for each row execute function refuse_change();
create trigger unit_labels_no_truncate before truncate on unit_labels for each statement execute function refuse_change();

create table relabellings (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  state text not null default 'posted' check (state = 'posted'),
  bag_count int not null check (bag_count > 0),
  reason text not null check (length(reason) between 2 and 200),
  relabelled_by text not null,
  checked_by text not null,
  old_label text not null,
  new_label text not null,
  labels text not null,
  created_at timestamptz not null default city_now(),
  xid xid8 not null default pg_current_xact_id(),
  unique (org_id, no)
);
comment on table relabellings is 'Append only. Written by relabellings.post of the station that holds the bags; read there; what it says of one bag, whoever sees the bag reads by relabellings_of(). There is no undo: a mistake is relabelled again. old_label, new_label, labels: the first bag and how many more, and all of them, for the list, the export and whoever looks for one.';
create index relabellings_list on relabellings (org_id, created_at desc, id);
create index relabellings_by_time on relabellings (created_at desc, id);

create table relabelling_lines (
  relabelling_id uuid not null references relabellings,
  unit_id uuid not null references blood_units,
  org_id text not null,
  line_no int not null,
  old_scheme text not null,
  old_issuer text not null,
  old_donation_no text not null,
  old_product_code text not null,
  new_scheme text not null,
  new_issuer text not null,
  new_donation_no text not null,
  new_product_code text not null,
  component text not null references components,
  abo text not null,
  rhd text not null,
  amount int not null,
  expires_at timestamptz not null,
  state_before text not null check (state_before in ('available', 'quarantined')),
  created_at timestamptz not null default city_now(),
  primary key (relabelling_id, unit_id),
  check ((old_scheme, old_issuer, old_donation_no, old_product_code) <> (new_scheme, new_issuer, new_donation_no, new_product_code))
);
comment on table relabelling_lines is 'Append only: the label a bag bore and the one it took. Read by the station; of a bag that somebody sees, by relabellings_of().';
create index relabelling_lines_unit on relabelling_lines (unit_id, created_at);
do $$ declare t text; begin
  foreach t in array array['relabellings', 'relabelling_lines'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', t || '_append_only', t);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', t || '_no_truncate', t);
  end loop;
end $$;
create constraint trigger relabellings_audited after insert on relabellings deferrable initially deferred for each row execute function require_audit();
select scope_table('relabellings', 'org_id', null, false, 'insert');
select scope_table('relabelling_lines', 'org_id', null, false, 'insert');

-- Nothing of it changes, so its version is its first.
create view relabelling_list with (security_invoker = true) as
select r.*, 1 as version from relabellings r;
comment on view relabelling_list is 'Read by the list and the export of relabellings.';
grant select on relabelling_list to scope_org, scope_system;

-- Which label did this bag take instead of which, when, at which station, by whom and why? Of a bag that the asker sees: it holds it, released it or awaits it, or is an office over its
-- holder; and its own steps for good. The reason names nobody: whoever has the bag in hand reads why its label is another.
create function relabellings_of(in_unit uuid)
returns table (id uuid, at timestamptz, org_id text, no text, reason text, relabelled_by text, checked_by text, old jsonb, taken jsonb)
language sql stable security definer set search_path from current as $$
  select r.id, l.created_at, r.org_id, r.no, r.reason, r.relabelled_by, r.checked_by,
    jsonb_build_object('labelScheme', l.old_scheme, 'issuer', l.old_issuer, 'donationNo', l.old_donation_no, 'productCode', l.old_product_code),
    jsonb_build_object('labelScheme', l.new_scheme, 'issuer', l.new_issuer, 'donationNo', l.new_donation_no, 'productCode', l.new_product_code)
  from relabelling_lines l join relabellings r on r.id = l.relabelling_id
  where l.unit_id = in_unit and (r.org_id = my_org() or exists (
    select 1 from blood_units u join organisations h on h.id = u.holder_org_id left join organisations o on o.id = my_org() and o.kind = 'blood_office'
    where u.id = in_unit and (my_org() in (u.holder_org_id, u.source_org_id, u.expected_org_id) or o.district in ('', h.district))
  ))
  order by l.created_at, r.no limit 400
$$;

-- A label is changed by a relabelling of this transaction and by nothing else; the bag stays where it is and as it is.
create function require_relabelling() returns trigger language plpgsql as $$
begin
  if (new.state, new.holder_org_id) is distinct from (old.state, old.holder_org_id) or new.state not in ('available', 'quarantined')
    or not exists (
      select 1 from relabelling_lines l join relabellings r on r.id = l.relabelling_id
      where l.unit_id = new.id and r.org_id = new.holder_org_id and r.xid = pg_current_xact_id()
        and (l.old_scheme, l.old_issuer, l.old_donation_no, l.old_product_code) = (old.label_scheme, old.issuer, old.donation_no, old.product_code)
        and (l.new_scheme, l.new_issuer, l.new_donation_no, l.new_product_code) = (new.label_scheme, new.issuer, new.donation_no, new.product_code)
    ) then
    raise exception 'the label of bag % changed without a relabelling', new.id using errcode = 'XM009';
  end if;
  return null;
end $$;
create constraint trigger blood_units_relabelled after update of label_scheme, issuer, donation_no, product_code on blood_units
  deferrable initially deferred for each row
  when ((old.label_scheme, old.issuer, old.donation_no, old.product_code) is distinct from (new.label_scheme, new.issuer, new.donation_no, new.product_code))
  execute function require_relabelling();

-- Whatever registers a bag takes its label, and the index of labels gives each to one bag for good.
create function require_label() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if not exists (
    select 1 from unit_labels l where l.unit_id = new.id
      and (l.label_scheme, l.issuer, l.label, l.product_code) = (new.label_scheme, new.issuer, new.donation_no, new.product_code)
  ) then
    raise exception 'bag % bears a label that is not its own', new.id using errcode = 'XM010';
  end if;
  return null;
end $$;
create constraint trigger blood_units_labelled after insert or update of label_scheme, issuer, donation_no, product_code on blood_units
  deferrable initially deferred for each row execute function require_label();

-- Which bag bore this label, which one does it bear now, and since when? Without a product code: of each bag of the donation; without an issuer: of each house that used the number.
-- An id, labels and a time, and never where: a bag id shows nothing unless the asker's own scope shows that bag.
create function label_bearers(in_labels jsonb)
returns table (label_scheme text, issuer text, donation_no text, product_code text, unit_id uuid, now_scheme text, now_issuer text, now_donation_no text, now_product_code text, since timestamptz)
language sql stable security definer set search_path from current as $$
  select l.label_scheme, l.issuer, l.label, l.product_code, u.id, u.label_scheme, u.issuer, u.donation_no, u.product_code,
    (select max(r.created_at) from relabelling_lines r where r.unit_id = u.id)
  from (select distinct * from jsonb_to_recordset(in_labels) as w("labelScheme" text, issuer text, "donationNo" text, "productCode" text)) w
  join unit_labels l on l.label = w."donationNo" and l.product_code = coalesce(w."productCode", l.product_code)
    and l.label_scheme = coalesce(w."labelScheme", l.label_scheme) and l.issuer = coalesce(w.issuer, l.issuer)
  join blood_units u on u.id = l.unit_id
  order by 3, 4, 2 limit 5000
$$;
do $$ begin
  execute format('alter function require_label() set search_path = %I, pg_temp', current_schema());
  execute format('alter function label_bearers(jsonb) set search_path = %I, pg_temp', current_schema());
  execute format('alter function relabellings_of(uuid) set search_path = %I, pg_temp', current_schema());
end $$;
revoke execute on function require_label(), label_bearers(jsonb), relabellings_of(uuid) from public;
grant execute on function label_bearers(jsonb) to scope_org, scope_district, scope_city, scope_system;
grant execute on function relabellings_of(uuid) to scope_org, scope_district, scope_city;

-- What a bag is divided into gets codes that no label of the donation bears or ever bore.
create or replace function borne_codes(in_donation_nos text[]) returns table (donation_no text, codes text[])
language sql stable security definer set search_path from current as $$
  select l.label, array_agg(distinct l.product_code) from unit_labels l
  where l.label = any(in_donation_nos)
    and exists (select 1 from blood_units mine where mine.donation_no = l.label and mine.holder_org_id = my_org())
  group by l.label
$$;

-- Where the ledger has each of these labels, also where the bag bears another one by now: it is not free, and whoever counts it looks.
create or replace function opening_places(in_labels jsonb)
returns table (label_scheme text, issuer text, donation_no text, product_code text, place text, is_warm boolean)
language sql stable security definer set search_path from current as $$
  select l.label_scheme, l.issuer, l.label, l.product_code, case
    when u.state = 'withdrawn' then 'free'
    when u.state = 'in_transit' and u.expected_org_id = my_org() then 'awaited'
    when u.state = 'in_transit' then 'elsewhere'
    when u.holder_org_id = my_org() and u.state in ('available', 'reserved', 'quarantined') then 'here'
    when u.holder_org_id = my_org() then 'gone'
    when h.kind = 'blood_station' and u.state in ('available', 'reserved', 'quarantined') then 'station'
    else 'elsewhere' end,
    u.state = 'withdrawn' and is_known_warm(u.id)
  from jsonb_to_recordset(in_labels) as w("labelScheme" text, issuer text, "donationNo" text, "productCode" text)
  join unit_labels l on l.label_scheme = w."labelScheme" and l.issuer = w.issuer and l.label = w."donationNo" and l.product_code = w."productCode"
  join blood_units u on u.id = l.unit_id
  join organisations h on h.id = u.holder_org_id
$$;
do $$ begin
  execute format('alter function borne_codes(text[]) set search_path = %I, pg_temp', current_schema());
  execute format('alter function opening_places(jsonb) set search_path = %I, pg_temp', current_schema());
end $$;

-- Words for the reason: of a new city with its first ones, of a city that is at work with this dictionary alone.
create function relabel_terms(office text) returns void language sql as $$
  insert into dictionary_terms (keeper_org_id, is_city, dictionary, name, name_en, position)
  select office, true, 'relabel', w.name, w.name_en, w.position from (values
    ('标签打印错误', 'Label was printed wrong', 10),
    ('标签破损或看不清', 'Label is damaged or cannot be read', 20),
    ('站间调入换号', 'Came from another station and takes a number of this one', 30),
    ('旧编码换成 ISBT 128', 'Old code replaced by ISBT 128', 40)
  ) w (name, name_en, position)
  where not exists (select 1 from dictionary_terms t where t.is_city and t.dictionary = 'relabel')
$$;
revoke execute on function relabel_terms(text) from public;
create or replace function begin_dictionaries() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform first_terms(new.id);
  perform relabel_terms(new.id);
  return null;
end $$;
do $$ begin
  execute format('alter function begin_dictionaries() set search_path = %I, pg_temp', current_schema());
end $$;
select relabel_terms(id) from (
  select id from organisations where kind = 'blood_office' and is_active and district = '' order by sort_order, id limit 1
) office;
