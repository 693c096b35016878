-- One row: a feeder, its live state and its sums.
-- result: asset_id int32, name string, lon float64, lat float64, substation_id int32, substation_name string, voltage_kv float32,
-- rated_a float32, rated_kva float32, peak_load_kw float32, load_kw float32, load_pct float32, current_a float32,
-- live_voltage_kv float32, power_factor float32, is_energized bool, updated_at timestamp, segments int32, poles int32,
-- transformers int32, meters int32, customers_served int32, length_km float32, average_health_score float32,
-- active_outages int64, customers_out int64
-- topics: network, feeder_status, outages, asset_health
SELECT
    f.feeder_id AS asset_id, f.feeder_name AS name, n.lon, n.lat, f.substation_id, s.substation_name, f.voltage_kv, f.rated_a,
    f.rated_kva, f.peak_load_kw, t.load_kw, t.load_pct, t.current_a, t.voltage_kv AS live_voltage_kv, t.power_factor,
    t.is_energized, t.updated_at, m.segments, m.poles, m.transformers, m.meters, m.customers_served, m.length_km,
    m.average_health_score, o.outages AS active_outages, o.customers_out
FROM flux.feeders AS f
JOIN flux.substations AS s ON s.substation_id = f.substation_id
JOIN flux.nodes AS n ON n.node_id = f.head_node_id
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
CROSS JOIN LATERAL (
    SELECT count(*) AS outages, coalesce(sum(customers_out), 0) AS customers_out
    FROM flux.outages
    WHERE utility_id = :utility_id AND is_active AND feeder_id = f.feeder_id
) AS o
WHERE f.utility_id = :utility_id AND f.feeder_id = :asset_id
