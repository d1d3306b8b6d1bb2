-- What stands on a dispatch note stays readable to the two houses that it went between, wherever its bags are by now: a bag that its sender
-- took back, or that went on to a third house after it was refused, leaves no gap in a note or in a receipt. What is on the label and no more:
-- never where the bag is.
create function noted_bags(in_note uuid)
returns table (unit_id uuid, label_scheme text, issuer text, donation_no text, product_code text, component text, abo text, rhd text, amount int, modifiers text[],
  processed_as text[], intended_use text, collected_at timestamptz, expires_at timestamptz)
language sql stable security definer set search_path from current as $$
  select u.id, u.label_scheme, u.issuer, u.donation_no, u.product_code, u.component, u.abo, u.rhd, u.amount, u.modifiers, u.processed_as, u.intended_use, u.collected_at, u.expires_at
  from shipment_bags b join blood_units u on u.id = b.unit_id
  where b.shipment_id = in_note and my_org() in (b.org_id, b.party_org_id)
$$;
revoke execute on function noted_bags(uuid) from public;
grant execute on function noted_bags(uuid) to scope_org;
do $$ begin
  execute format('alter function noted_bags(uuid) set search_path = %I, pg_temp', current_schema());
end $$;
