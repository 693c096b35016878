-- One row a feeder: what all its segments have in common, and its load now (NaN where none was ever measured).
-- result: feeder_id int32, feeder_name string, substation_id int32, voltage_kv float32, rated_kva float32,
-- load_pct float32, is_energized bool
-- topics: feeder_status, network
-- bulk: yes
SELECT
    f.feeder_id, f.feeder_name, f.substation_id, f.voltage_kv, f.rated_kva,
    coalesce(t.load_pct, 'NaN') AS load_pct, coalesce(t.is_energized, true) AS is_energized
FROM flux.feeders AS f
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id
ORDER BY f.feeder_id
