-- Sign-in: better-auth's tables and ours beside them, in the only schema with a name of its own, outside row-level security.
-- Reached by the login xuemai_auth alone; the application's login cannot read a password hash or a session token.
create schema auth;

create table auth."user" (
  id text primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  username text unique,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now()
);
comment on table auth."user" is 'One row per account. username is <organisation>.<staff no> in lower case; the e-mail is made by the server and never used.';

create table auth.session (
  id text primary key,
  token text not null unique,
  user_id text not null references auth."user" on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now(),
  ip_address text,
  user_agent text,
  membership_id uuid,
  org_id text,
  department text not null default '',
  last_human_at timestamptz not null default city_now(),
  device_label text not null default '',
  is_locked boolean not null default false
);
create index session_by_user on auth.session (user_id, created_at);
create index session_membership on auth.session (membership_id);
comment on table auth.session is 'A session acts for one membership. last_human_at moves by human input only; a row without membership is not yet signed in.';

create table auth.account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references auth."user" on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now()
);
create index account_user on auth.account (user_id);

create table auth.verification (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default city_now(),
  updated_at timestamptz not null default city_now()
);
create index verification_identifier on auth.verification (identifier);
comment on table auth.verification is 'One-time secrets, stored as SHA-256: the set-up link of the first administrator.';

create table auth.password_history (
  id bigint generated always as identity primary key,
  user_id text not null references auth."user" on delete cascade,
  hash text not null,
  set_at timestamptz not null default city_now()
);
create index password_history_user on auth.password_history (user_id, id desc);

create table auth.login_attempts (
  key text primary key,
  failures int not null default 0,
  last_at timestamptz not null default city_now(),
  locked_until timestamptz,
  locks int not null default 0
);
comment on table auth.login_attempts is 'Wrong passwords per account (whether it exists or not) and per address. An attempt is charged before the password is tried.';

create table auth.devices (
  id uuid primary key default gen_random_uuid(),
  org_id text not null,
  label text not null,
  code_hash bytea unique,
  code_expires_at timestamptz,
  token_hash bytea unique,
  enrolled_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default city_now()
);
create index devices_org on auth.devices (org_id);
comment on table auth.devices is 'Wallboards: read-only aggregates of one organisation. Code and token are random 128 bit, stored as SHA-256.';

-- Whom a session acts for, read fresh at every request: a demotion holds at once. The one thing the sign-in login learns of people.
create function session_people(in_memberships uuid[])
returns table (membership_id uuid, person_id uuid, person_name text, staff_no text, title text, must_change_password boolean,
  department text, roles text[], org_id text, org_kind text, org_name text, district text)
language sql stable security definer as $$
  select m.id, p.id, p.name, p.staff_no, p.title, p.must_change_password, m.department, m.roles, o.id, o.kind, o.name, o.district
  from memberships m join people p on p.id = m.person_id join organisations o on o.id = m.org_id
  where m.id = any (in_memberships) and m.is_active and p.is_active and o.is_active
$$;
revoke execute on function session_people(uuid[]) from public;

do $$ begin
  execute format('alter function session_people(uuid[]) set search_path = %I, pg_temp', current_schema());
  if exists (select from pg_roles where rolname = 'xuemai_auth') then
    grant usage on schema auth to xuemai_auth;
    grant select, insert, update, delete on all tables in schema auth to xuemai_auth;
    grant usage on all sequences in schema auth to xuemai_auth;
    grant execute on function session_people(uuid[]) to xuemai_auth;
    grant select (id, kind, name, short_name, district, is_active) on organisations to xuemai_auth;
  end if;
end $$;
