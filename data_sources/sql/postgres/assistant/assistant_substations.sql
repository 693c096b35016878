-- One row a substation of a utility.
-- result: asset_id int32, name string, voltage_kv float32, capacity_mva float32, feeders int64, customers int64, lon float64,
-- lat float64
-- topics: network
SELECT
    s.substation_id AS asset_id, s.substation_name AS name, s.voltage_kv, s.capacity_mva, count(f.feeder_id) AS feeders,
    sum(m.customers_served) AS customers, s.lon, s.lat
FROM flux.substations AS s
LEFT JOIN flux.feeders AS f ON f.utility_id = s.utility_id AND f.substation_id = s.substation_id
LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
WHERE s.utility_id = :utility_id
GROUP BY s.substation_id
ORDER BY s.substation_name, s.substation_id
