-- One row a feeder of a utility with its load now, for the map. A feeder without a status row counts as unloaded and supplied.
-- result: feeder_id int32, substation_id int32, feeder_name string, voltage_kv float32, load_kw float32, load_pct float32, is_energized bool
-- topics: network, feeder_status
-- bulk: yes
SELECT
    f.feeder_id, f.substation_id, f.feeder_name, f.voltage_kv,
    coalesce(s.load_kw, 0) AS load_kw, coalesce(s.load_pct, 0) AS load_pct, coalesce(s.is_energized, true) AS is_energized
FROM flux.feeders AS f
LEFT JOIN flux.feeder_status AS s ON s.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id
ORDER BY f.feeder_id
