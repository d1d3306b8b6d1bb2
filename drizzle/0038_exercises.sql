-- 练习: what somebody practises in the practice city. The blood for it is brought by the city itself, through the ordinary verbs.
create table exercises (
  id uuid primary key default gen_random_uuid(),
  org_id text not null references organisations,
  person_id uuid not null,
  person_name text not null,
  code text not null check (code ~ '^[a-z0-9-]{1,40}$'),
  state text not null default 'open' check (state in ('open', 'finished', 'given_up')),
  material jsonb,
  failures int not null default 0,
  began_at timestamptz not null default city_now(),
  supplied_at timestamptz,
  clock_started_at timestamptz,
  finished_at timestamptz,
  given_up_at timestamptz,
  minutes int,
  reason text not null default '',
  version int not null default 1,
  check ((material is null) = (supplied_at is null)),
  check ((state = 'finished') = (finished_at is not null)),
  check ((state = 'given_up') = (given_up_at is not null)),
  check ((finished_at is null) = (minutes is null))
);
comment on table exercises is 'Written by the verbs of exercises of whoever practises and by the job that brings the material; read by that person and the heads of that house. material: the bags, papers and places of this round, by number and id; its patient is made up. reason: why no material came.';
create index exercises_list on exercises (org_id, began_at desc, id);
create index exercises_person on exercises (org_id, person_id, began_at desc);
-- One at a time, in however many tabs.
create unique index exercises_open on exercises (org_id, person_id) where state = 'open';
create index exercises_unsupplied on exercises (began_at) where state = 'open' and material is null;
create constraint trigger exercises_audited after insert or update on exercises deferrable initially deferred for each row execute function require_audit();
select scope_table('exercises', 'org_id', null, false, 'insert');
grant update (state, material, failures, supplied_at, clock_started_at, finished_at, given_up_at, minutes, reason, version) on exercises to scope_org, scope_system;

create function keep_exercise() returns trigger language plpgsql set search_path from current as $$
begin
  if old.state <> 'open' then raise exception 'the exercise is closed' using errcode = '42501'; end if;
  if (new.id, new.org_id, new.person_id, new.code, new.began_at) is distinct from (old.id, old.org_id, old.person_id, old.code, old.began_at)
    or old.material is not null and new.material is distinct from old.material
  then raise exception 'whose an exercise is and with what it is done does not change' using errcode = '42501'; end if;
  return new;
end $$;
create trigger exercises_kept before update on exercises for each row execute function keep_exercise();

-- Nobody practises in a city where blood is given to people.
create function refuse_unless_practice() returns trigger language plpgsql set search_path from current as $$
begin
  if not is_practice() then raise exception 'exercises are of the practice city' using errcode = '42501'; end if;
  return new;
end $$;
create trigger exercises_in_practice before insert on exercises for each row execute function refuse_unless_practice();

-- Serial numbers of bags that do not exist.
create sequence exercise_bags maxvalue 999999 cycle;
grant usage on sequence exercise_bags to scope_system;
