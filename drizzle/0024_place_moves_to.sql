-- What was put into one place, newest first: the other half of place_moves_from. Two columns of short text and an instant: built in a second or two for a
-- million moves, and nobody waits meanwhile but who puts a bag away.
create index place_moves_to on place_moves (org_id, to_place, moved_at);
