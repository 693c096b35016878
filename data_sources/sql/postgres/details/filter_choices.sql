-- One row a substation or feeder that the map can be narrowed to.
-- result: kind string, asset_id int32, name string, substation_id int32, voltage_kv float32
-- topics: network
SELECT 'substation' AS kind, substation_id AS asset_id, substation_name AS name, substation_id, voltage_kv
FROM flux.substations
WHERE utility_id = :utility_id
UNION ALL
SELECT 'feeder', feeder_id, feeder_name, substation_id, voltage_kv
FROM flux.feeders
WHERE utility_id = :utility_id
ORDER BY kind DESC, name
