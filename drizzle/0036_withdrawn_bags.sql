-- What was noted of a bag while another house took it is seen only by a statement that begins once its row is locked: `take_withdrawn` as `enter_withdrawn` does.
create or replace function take_withdrawn(in_units jsonb, in_kind text, in_station text)
returns table (id uuid, component text, abo text, rhd text, amount int, donation_no text, product_code text)
language plpgsql security definer set search_path from current as $$
#variable_conflict use_column
begin
  if in_kind not in ('release', 'announce') or in_kind = 'release' and in_station is distinct from my_org()
    or not exists (select 1 from organisations o where o.id = in_station and o.kind = 'blood_station') then return; end if;
  perform 1 from blood_units u join jsonb_to_recordset(in_units) as w("labelScheme" text, issuer text, "donationNo" text, "productCode" text)
    on u.label_scheme = w."labelScheme" and u.issuer = w.issuer and u.donation_no = w."donationNo" and u.product_code = w."productCode"
  where u.state = 'withdrawn' order by u.id for update of u;
  return query
  update blood_units u set component = w.component, abo = w.abo, rhd = w.rhd, amount = w.amount, modifiers = array(select jsonb_array_elements_text(w.modifiers)),
    intended_use = w."intendedUse", collected_at = w."collectedAt", prepared_at = w."preparedAt", expires_at = w."expiresAt", source_org_id = in_station,
    holder_org_id = in_station, expected_org_id = case in_kind when 'announce' then my_org() end, state = case in_kind when 'announce' then 'in_transit' else 'available' end,
    last_kind = in_kind, hold_reason = null, storage_place = '', antigens = '{}', processed_as = '{}', version = u.version + 1
  from jsonb_to_recordset(in_units) as w("labelScheme" text, issuer text, "donationNo" text, "productCode" text, component text, abo text, rhd text, amount int,
    modifiers jsonb, "intendedUse" text, "collectedAt" timestamptz, "preparedAt" timestamptz, "expiresAt" timestamptz)
  where u.label_scheme = w."labelScheme" and u.issuer = w.issuer and u.donation_no = w."donationNo" and u.product_code = w."productCode" and u.state = 'withdrawn'
    and not is_known_warm(u.id)
  returning u.id, u.component, u.abo, u.rhd, u.amount, u.donation_no, u.product_code;
end $$;
do $$ begin
  execute format('alter function take_withdrawn(jsonb, text, text) set search_path = %I, pg_temp', current_schema());
end $$;
