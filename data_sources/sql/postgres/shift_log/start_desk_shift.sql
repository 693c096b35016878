-- One row: the number of a shift that begins.
INSERT INTO flux.shifts (utility_id, person, desk, started_at)
VALUES (:utility_id, :person, :desk, :now)
ON CONFLICT (utility_id, person, desk) WHERE ended_at IS NULL DO NOTHING
RETURNING shift_id
