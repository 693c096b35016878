-- One row a feeder of a utility with its load now, for the map. Without a status row its load is not known,
-- and it counts as supplied.
-- result: feeder_id int32, substation_id int32, feeder_name string, voltage_kv float32, load_kw float32, load_pct float32, is_energized bool
-- topics: network, feeder_status
-- bulk: yes
SELECT
    f.feeder_id, f.substation_id, f.feeder_name, f.voltage_kv,
    s.load_kw, s.load_pct, coalesce(s.is_energized, true) AS is_energized
FROM flux.feeders AS f
LEFT JOIN flux.feeder_status AS s ON s.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id
ORDER BY f.feeder_id
