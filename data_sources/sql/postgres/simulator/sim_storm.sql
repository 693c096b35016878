-- At most one row: the storm that was asked for and is not over.
-- result: storm_id int64, minutes float64, faults int32, seed int32, began_at timestamp, struck int32
-- topics: heartbeats
SELECT storm_id, minutes, faults, seed, began_at, struck
FROM flux.sim_storms
WHERE utility_id = :utility_id AND ended_at IS NULL
