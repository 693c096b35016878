-- One row: the number of a storm that is declared.
INSERT INTO flux.storms (utility_id, storm_name, started_at, started_by, note)
VALUES (:utility_id, :storm_name, :started_at, :started_by, :note)
RETURNING storm_id
