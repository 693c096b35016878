-- One row: the number of a storm that a demo's simulator is to play; none where one is under way.
INSERT INTO flux.sim_storms (utility_id, asked_at, asked_by, minutes, faults, seed)
VALUES (:utility_id, :now, :by, :minutes, :faults, :seed)
ON CONFLICT (utility_id) WHERE ended_at IS NULL DO NOTHING
RETURNING storm_id
