-- Words for the reason why a station does not let an order be cancelled: of a new city with its first ones, of a city that is at work with this dictionary alone.
create function refuse_cancel_terms(office text) returns void language sql as $$
  insert into dictionary_terms (keeper_org_id, is_city, dictionary, name, name_en, position)
  select office, true, 'refuse-cancel', w.name, w.name_en, w.position from (values
    ('血已装车，就要发出', 'Loaded and about to leave', 10),
    ('已为本单专门制备', 'Made for this order', 20),
    ('已洗涤或辐照，不能放回', 'Washed or irradiated, cannot go back', 30),
    ('血小板临期，别处用不上', 'Platelets near expiry, of use nowhere else', 40),
    ('电话核实，医院仍要', 'By telephone the hospital still wants it', 50)
  ) w (name, name_en, position)
  where not exists (select 1 from dictionary_terms t where t.is_city and t.dictionary = 'refuse-cancel')
$$;
revoke execute on function refuse_cancel_terms(text) from public;
create or replace function begin_dictionaries() returns trigger language plpgsql security definer set search_path from current as $$
begin
  perform first_terms(new.id);
  perform relabel_terms(new.id);
  perform request_terms(new.id);
  perform refuse_cancel_terms(new.id);
  return null;
end $$;
do $$ begin
  execute format('alter function begin_dictionaries() set search_path = %I, pg_temp', current_schema());
end $$;
select refuse_cancel_terms(id) from (
  select id from organisations where kind = 'blood_office' and is_active and district = '' order by sort_order, id limit 1
) office;
