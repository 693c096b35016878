-- One row where a storm is declared in a utility.
SELECT storm_id, storm_name FROM flux.storms WHERE utility_id = :utility_id AND ended_at IS NULL
