-- What nobody will ask for again goes: previews of files, and the feed beyond any client's cursor.
grant delete on imports to scope_system;
create index imports_swept on imports (created_at);

-- Drops the oldest partition of the feed, when it ended more than these days ago, a newer one has rows, every consumer is past it, and the
-- head is far beyond the longest way a client may catch up. Who comes from before it reads everything again. One at a time: the lock is short.
create function drop_old_feed(in_days int, in_longest_way bigint) returns text
language plpgsql security definer set search_path from current as $$
declare part record; step bigint := 10000000; last_at timestamptz; last_seq bigint;
begin
  select c.relname, split_part(c.relname, '_', 2)::bigint as n into part
  from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'feed'::regclass and c.relname ~ '^feed_[0-9]+$' order by 2 limit 1;
  if part is null then return null; end if;
  if not exists (select 1 from feed_head h where h.seq - in_longest_way > (part.n + 1) * step) then return null; end if;
  if exists (select 1 from feed_cursors c where c.seq < (part.n + 1) * step) then return null; end if;
  execute format('select at, seq from %I order by seq desc limit 1', part.relname) into last_at, last_seq;
  if last_at >= city_now() - make_interval(days => in_days) then return null; end if;
  if not exists (select 1 from feed f where f.seq >= (part.n + 1) * step) then return null; end if;
  -- Whoever writes the feed must not queue behind a wait for a long read.
  perform set_config('lock_timeout', '2s', true);
  execute format('drop table %I', part.relname);
  return part.relname;
end $$;
revoke execute on function drop_old_feed(int, bigint) from public;
grant execute on function drop_old_feed(int, bigint) to scope_system;
do $$ begin
  execute format('alter function drop_old_feed(int, bigint) set search_path = %I, pg_temp', current_schema());
end $$;
