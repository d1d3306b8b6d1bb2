-- 其它血袋出库: bags that leave a hospital for anything but a patient. A return or a transfer is a journey as well: its shipment stands in
-- `shipments`, which both parties read, and is received like any other. What the receiver does is read from there and never written here.
create table other_outbounds (
  id uuid primary key default gen_random_uuid(),
  no text not null,
  org_id text not null references organisations,
  kind text not null check (kind in ('return', 'discard', 'transfer', 'research', 'loss', 'other')),
  reason_code text not null,
  words text not null default '',
  state text not null check (state in ('registered', 'void')),
  party_org_id text references organisations,
  shipment_id uuid references shipments,
  bag_count int not null check (bag_count > 0),
  registered_by text not null,
  approved_by text not null default '',
  duty_mode text check (duty_mode in ('two_person', 'single')),
  destroyed_at timestamptz,
  destroy_method text not null default '',
  void_reason text,
  created_at timestamptz not null default city_now(),
  version int not null default 1,
  unique (org_id, no),
  check ((kind in ('return', 'transfer')) = (shipment_id is not null)),
  check ((kind in ('return', 'transfer')) = (party_org_id is not null)),
  check ((kind in ('return', 'transfer')) = (duty_mode is null)),
  check (kind = 'discard' or (destroyed_at is null and destroy_method = ''))
);
comment on table other_outbounds is 'Written by the verbs of other-outbounds of its own hospital, and read there. The receiver of a return or a transfer reads why the bags come, and writes nothing. Words may name a patient: no office reads it.';
comment on column other_outbounds.duty_mode is 'How the second person agreed: in person, or by telephone with one on duty. Null for a journey: the receiver is its second pair of eyes.';
create index other_outbounds_list on other_outbounds (org_id, created_at desc, id);
create unique index other_outbounds_shipment on other_outbounds (shipment_id) where shipment_id is not null;

create table other_outbound_lines (
  outbound_id uuid not null references other_outbounds,
  unit_id uuid not null references blood_units,
  org_id text not null,
  line_no int not null,
  donation_no text not null,
  product_code text not null,
  component text not null references components,
  abo text not null,
  rhd text not null,
  amount int not null,
  expires_at timestamptz not null,
  state_before text not null check (state_before in ('available', 'reserved', 'quarantined')),
  hold_reason_before text,
  primary key (outbound_id, unit_id)
);
comment on table other_outbound_lines is 'Append only. Written when an outbound is registered, with the label of the bag: once another hospital has it, its row is no longer the sender''s to read. What the bag was held for before decides what it is held for when the outbound is voided.';
create index other_outbound_lines_unit on other_outbound_lines (org_id, unit_id);
create trigger other_outbound_lines_append_only before update or delete on other_outbound_lines for each row execute function refuse_change();
create trigger other_outbound_lines_no_truncate before truncate on other_outbound_lines for each statement execute function refuse_change();

select scope_table('other_outbounds', 'org_id');
create policy org_receives on other_outbounds for select to scope_org using (party_org_id = my_org());
select scope_table('other_outbound_lines', 'org_id', null, false, 'insert');
create constraint trigger other_outbounds_audited after insert or update on other_outbounds deferrable initially deferred for each row execute function require_audit();

-- A bag held for its label that is returned and refused is still held for its label, and not for whatever the refusal was for.
alter table shipment_bags add column held_for text;
comment on column shipment_bags.held_for is 'What the bag was held for when it left. Written by the sender of a return; whoever refuses the bag or does not find it gives it back on hold for this.';

-- An outbound with what has become of its journey. The rights are those of the reader: nobody sees a row that the tables would not show.
create view other_outbound_list with (security_invoker = true) as
select o.id, o.no, o.org_id, o.kind, o.reason_code, o.words, o.party_org_id, o.shipment_id, s.no as shipment_no, o.bag_count,
  b.received::int as received_count, b.refused::int as refused_count,
  o.registered_by, o.approved_by, o.duty_mode, o.destroyed_at, o.destroy_method, o.void_reason, o.created_at, o.version,
  case
    when o.state = 'void' then 'void'
    when s.id is null then 'registered'
    when s.state = 'shipped' then 'on_the_way'
    when s.state = 'received' and b.received = 0 then 'refused'
    else s.state
  end as state
from other_outbounds o
left join shipments s on s.id = o.shipment_id
left join lateral (
  select count(*) filter (where l.state in ('received', 'held')) as received, count(*) filter (where l.state = 'refused') as refused
  from shipment_bags l where l.shipment_id = o.shipment_id
) b on o.shipment_id is not null;
comment on view other_outbound_list is 'Read by the list, the drawer and the export of other-outbounds.';
grant select on other_outbound_list to scope_org, scope_system;
