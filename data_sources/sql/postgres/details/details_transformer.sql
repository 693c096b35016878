-- One row: a transformer with its live state.
-- result: asset_id int32, name string, lon float64, lat float64, substation_id int32, substation_name string, feeder_id int32,
-- feeder_name string, segment_id int32, segment_name string, pole_id int32, pole_name string, kind string, phases string,
-- rated_kva float32, primary_kv float32, secondary_v float32, is_underground bool, installed_year int16, health_score float32,
-- peak_load_kw float32, customers_served int32, meters int64, load_kw float32, load_pct float32, voltage_v float32,
-- is_energized bool, updated_at timestamp
-- topics: network, transformer_status, asset_health
SELECT
    t.transformer_id AS asset_id, t.transformer_name AS name, t.lon, t.lat, f.substation_id, s.substation_name, t.feeder_id,
    f.feeder_name, g.segment_id, g.segment_name, t.pole_id, p.pole_name, t.kind, t.phases, t.rated_kva, t.primary_kv,
    t.secondary_v, t.is_underground, t.installed_year, t.health_score, t.peak_load_kw, t.customers_served,
    (SELECT count(*) FROM flux.meters WHERE transformer_id = t.transformer_id) AS meters,
    u.load_kw, u.load_pct, u.voltage_v, u.is_energized, u.updated_at
FROM flux.transformers AS t
JOIN flux.feeders AS f ON f.feeder_id = t.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.poles AS p ON p.pole_id = t.pole_id
LEFT JOIN flux.transformer_status AS u ON u.transformer_id = t.transformer_id
LEFT JOIN LATERAL (
    SELECT segment_id, segment_name FROM flux.segments WHERE to_node_id = t.node_id AND feeder_id = t.feeder_id
    ORDER BY segment_id LIMIT 1
) AS g ON true
WHERE t.utility_id = :utility_id AND t.transformer_id = :asset_id
