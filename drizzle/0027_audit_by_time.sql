-- The chain is read by days.
create index audit_log_at on audit_log (org_id, at);
