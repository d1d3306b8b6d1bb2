-- The tasks of one record, done and open: asked whenever an issue is opened, and when it is voided. Without it the whole table was read.
create index tasks_record on tasks (org_id, record_id);
