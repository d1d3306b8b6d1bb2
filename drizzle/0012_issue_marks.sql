-- What was found out about an issue after the blood had left: a crossmatch that turned out incompatible, an identity that changes the verdict.
-- A mark is never taken away; the task beside it says whether somebody has acted.
alter table clinical_issues add column marks text[] not null default '{}'
  check (marks <@ array['incompatible_crossmatch', 'identified_incompatible']);
