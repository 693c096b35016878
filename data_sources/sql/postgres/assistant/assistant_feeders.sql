-- One row a feeder of a place with its present state. 0 for an id: any; `state`: '' any, 'energized' or 'deenergized'.
-- result: asset_id int32, name string, substation_name string, voltage_kv float32, is_energized bool, load_kw float32,
-- load_pct float32, customers int32, updated_at timestamp, lon float64, lat float64
-- topics: network, feeder_status
SELECT
    f.feeder_id AS asset_id, f.feeder_name AS name, s.substation_name, f.voltage_kv, t.is_energized, t.load_kw, t.load_pct,
    m.customers_served AS customers, t.updated_at, n.lon, n.lat
FROM flux.feeders AS f
JOIN flux.substations AS s ON s.substation_id = f.substation_id
JOIN flux.nodes AS n ON n.node_id = f.head_node_id
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
WHERE
    f.utility_id = :utility_id AND :substation_id IN (0, f.substation_id) AND :feeder_id IN (0, f.feeder_id)
    AND (:state = '' OR t.is_energized = (:state = 'energized'))
ORDER BY f.feeder_name, f.feeder_id
