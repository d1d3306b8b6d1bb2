-- 人员: the staff directory as a list, kept by each house's administrator; an office registers its own people too.
alter table people add column created_at timestamptz not null default city_now();
update people p set created_at = coalesce((select min(a.at) from audit_log a where a.org_id = p.org_id and a.record_id = p.id::text), p.created_at);
create index people_listed on people (org_id, created_at desc, id);
-- A staff number is one person's in whatever case it is typed, as the name is under which he signs in.
create unique index people_staff_no on people (org_id, lower(staff_no));
grant insert on people, memberships to scope_city, scope_district;

create view people_list with (security_invoker = true) as
select p.id, p.org_id, p.staff_no, p.name, p.staff_no || ' ' || p.name || ' ' || p.search as search, p.title, coalesce(w.department, '') as department, coalesce(w.roles, '{}') as roles,
  case when p.auth_user_id is null then 'none' when p.must_change_password then 'first_password' else 'ready' end as account,
  p.badge_hash is not null as has_badge, p.created_at, case when p.is_active then 'active' else 'left' end as state, p.version
from people p
left join lateral (
  select string_agg(distinct nullif(m.department, ''), ' / ') as department, array_agg(distinct r.role) filter (where r.role is not null) as roles
  from memberships m left join lateral unnest(m.roles) as r(role) on true
  where m.person_id = p.id and m.org_id = p.org_id and m.is_active
) w on true;
grant select on people_list to scope_org, scope_district, scope_city, scope_system;
