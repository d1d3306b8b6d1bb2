-- While a start rolls, a process of the release before 0039 still registers bags: it writes their labels without scheme and issuer. Those of the bag are taken, which the same statement
-- has made. A bag that the writer does not see fills nothing, and the label is refused as before.
create function fill_label() returns trigger language plpgsql security invoker as $$
begin
  if new.label_scheme is null or new.issuer is null then
    select coalesce(new.label_scheme, u.label_scheme), coalesce(new.issuer, u.issuer) into new.label_scheme, new.issuer
    from blood_units u where u.id = new.unit_id;
  end if;
  return new;
end $$;
create trigger unit_labels_filled before insert on unit_labels for each row execute function fill_label();
