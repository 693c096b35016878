-- One row: a pole.
-- result: asset_id int32, name string, lon float64, lat float64, substation_id int32, substation_name string, feeder_id int32,
-- feeder_name string, segment_id int32, segment_name string, material string, height_m float32, installed_year int16, health_score float32
-- topics: network, asset_health
SELECT
    p.pole_id AS asset_id, p.pole_name AS name, p.lon, p.lat, f.substation_id, s.substation_name, p.feeder_id, f.feeder_name,
    g.segment_id, g.segment_name, p.material, p.height_m, p.installed_year, p.health_score
FROM flux.poles AS p
JOIN flux.feeders AS f ON f.feeder_id = p.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN LATERAL (
    SELECT segment_id, segment_name FROM flux.segments WHERE to_node_id = p.node_id AND feeder_id = p.feeder_id
    ORDER BY segment_id LIMIT 1
) AS g ON true
WHERE p.utility_id = :utility_id AND p.pole_id = :asset_id
