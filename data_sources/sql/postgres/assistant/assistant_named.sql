-- One row a thing of a utility's network that is displayed by one of some names (a line each), small or capital letters alike.
-- result: kind string, asset_id int32, name string, lon float64, lat float64
-- topics: network
SELECT 'substation' AS kind, substation_id AS asset_id, substation_name AS name, lon, lat
FROM flux.substations
WHERE utility_id = :utility_id AND lower(substation_name COLLATE flux.letters) = ANY(string_to_array(:wanted, E'\n'))
UNION ALL
SELECT 'feeder', f.feeder_id, f.feeder_name, n.lon, n.lat
FROM flux.feeders AS f
JOIN flux.nodes AS n ON n.node_id = f.head_node_id
WHERE f.utility_id = :utility_id AND lower(f.feeder_name COLLATE flux.letters) = ANY(string_to_array(:wanted, E'\n'))
UNION ALL
SELECT 'transformer', transformer_id, transformer_name, lon, lat
FROM flux.transformers
WHERE utility_id = :utility_id AND lower(transformer_name COLLATE flux.letters) = ANY(string_to_array(:wanted, E'\n'))
UNION ALL
SELECT 'device', device_id, device_name, lon, lat
FROM flux.devices
WHERE utility_id = :utility_id AND lower(device_name COLLATE flux.letters) = ANY(string_to_array(:wanted, E'\n'))
UNION ALL
SELECT 'pole', pole_id, pole_name, lon, lat
FROM flux.poles
WHERE utility_id = :utility_id AND lower(pole_name COLLATE flux.letters) = ANY(string_to_array(:wanted, E'\n'))
UNION ALL
SELECT 'segment', g.segment_id, g.segment_name, n.lon, n.lat
FROM flux.segments AS g
JOIN flux.nodes AS n ON n.node_id = g.to_node_id
WHERE g.utility_id = :utility_id AND lower(g.segment_name COLLATE flux.letters) = ANY(string_to_array(:wanted, E'\n'))
UNION ALL
SELECT 'meter', meter_id, meter_name, lon, lat
FROM flux.meters
WHERE utility_id = :utility_id AND lower(meter_name COLLATE flux.letters) = ANY(string_to_array(:wanted, E'\n'))
ORDER BY 1, 2
