-- One row: a line section, with the live state of the feeder it belongs to.
-- result: asset_id int32, name string, lon float64, lat float64, substation_id int32, substation_name string, feeder_id int32,
-- feeder_name string, phases string, voltage_kv float32, length_m float32, is_underground bool, conductor string,
-- rated_a float32, installed_year int16, feeder_current_a float32, feeder_load_pct float32, is_energized bool, updated_at timestamp
-- topics: network, feeder_status
SELECT
    g.segment_id AS asset_id, g.segment_name AS name, (a.lon + b.lon) / 2 AS lon, (a.lat + b.lat) / 2 AS lat, f.substation_id,
    s.substation_name, g.feeder_id, f.feeder_name, g.phases, g.voltage_kv, g.length_m, g.is_underground, g.conductor, g.rated_a,
    g.installed_year, t.current_a AS feeder_current_a, t.load_pct AS feeder_load_pct, t.is_energized, t.updated_at
FROM flux.segments AS g
JOIN flux.nodes AS a ON a.node_id = g.from_node_id
JOIN flux.nodes AS b ON b.node_id = g.to_node_id
JOIN flux.feeders AS f ON f.feeder_id = g.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = g.feeder_id
WHERE g.utility_id = :utility_id AND g.segment_id = :asset_id
