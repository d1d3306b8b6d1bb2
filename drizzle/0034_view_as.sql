-- 以此角色查看: an administrator looks at the own house as one of its roles sees it. It belongs to the session and ends with it.
alter table auth.session
  add column view_as_role text,
  add column view_as_since timestamptz,
  add column view_as_roles text[],
  add constraint session_view_as check ((view_as_role is null) = (view_as_since is null) and (view_as_role is null) = (view_as_roles is null));
comment on column auth.session.view_as_role is 'As which role the session looks, and reads only. Whether it still may is asked at every request: its minutes, its lock, its roles.';
comment on column auth.session.view_as_roles is 'The roles with which the look began: one that is given or taken ends it.';
create index session_view_as_since on auth.session (view_as_since) where view_as_role is not null;
