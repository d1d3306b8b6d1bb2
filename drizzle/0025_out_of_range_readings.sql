-- What a bag stood through is asked of readings out of range, which are few among what recorders measure.
create index temperature_readings_out on temperature_readings (org_id, place_id, read_at) where is_out;
comment on column incident_bags.is_under_way is 'Not in this house when the incident was opened, or on its way: the bag waits for it in this house alone.';
comment on column incident_bags.is_binding is 'Whether the bag waits for it. Of one of which is only told: no.';
