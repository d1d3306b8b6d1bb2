-- Both parties of a shipment read its whole story: the sender's chain holds the shipping, the receiver's the receiving.
-- One narrow question: the audit rows of one shipment that this organisation sends or receives.
create function shipment_history(in_id uuid) returns table (org_id text, seq bigint, at timestamptz, payload text)
language sql stable security definer set search_path from current as $$
  select a.org_id, a.seq, a.at, a.payload from audit_log a
  where a.record_id = in_id::text and a.module = 'shipments'
    and exists (select 1 from shipments s where s.id = in_id and my_org() in (s.org_id, s.party_org_id))
  order by a.at desc, a.seq desc limit 200
$$;
revoke execute on function shipment_history(uuid) from public;
grant execute on function shipment_history(uuid) to scope_org;
