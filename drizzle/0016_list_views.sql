-- How a person likes a list: its columns, and views saved under a name. A view that is shared is seen by the whole house.
create table list_views (
  -- Minted by the page: of this person in this house, so that nobody's id stands in another's way.
  id uuid not null,
  org_id text not null references organisations,
  person_id uuid not null references people,
  module text not null,
  -- Empty: the columns this person chose for the list itself.
  name text not null check (length(name) <= 40),
  is_shared boolean not null default false,
  tab text not null default '',
  filters jsonb not null default '{}',
  columns text[],
  updated_at timestamptz not null default city_now(),
  primary key (org_id, person_id, id),
  unique (org_id, person_id, module, name),
  check (name <> '' or not is_shared)
);
comment on table list_views is 'Written by its own person through session.saveView and session.removeView; it changes how a list looks and nothing that is in it.';
create index list_views_shared on list_views (org_id, module) where is_shared;

select scope_table('list_views', 'org_id', null, false, 'insert, update, delete');
create policy office_own on list_views to scope_city using (org_id = my_org()) with check (org_id = my_org());
create policy office_district on list_views to scope_district using (org_id = my_org()) with check (org_id = my_org());
grant select, insert, update, delete on list_views to scope_city, scope_district;
