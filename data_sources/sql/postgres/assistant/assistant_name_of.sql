-- One row: the name of one thing by its kind and key.
-- result: kind string, asset_id int32, name string
-- topics: network
SELECT 'substation' AS kind, substation_id AS asset_id, substation_name AS name
FROM flux.substations
WHERE :asset_kind = 'substation' AND utility_id = :utility_id AND substation_id = :asset_id
UNION ALL
SELECT 'feeder', feeder_id, feeder_name
FROM flux.feeders
WHERE :asset_kind = 'feeder' AND utility_id = :utility_id AND feeder_id = :asset_id
UNION ALL
SELECT 'transformer', transformer_id, transformer_name
FROM flux.transformers
WHERE :asset_kind = 'transformer' AND utility_id = :utility_id AND transformer_id = :asset_id
UNION ALL
SELECT 'device', device_id, device_name
FROM flux.devices
WHERE :asset_kind = 'device' AND utility_id = :utility_id AND device_id = :asset_id
UNION ALL
SELECT 'pole', pole_id, pole_name
FROM flux.poles
WHERE :asset_kind = 'pole' AND utility_id = :utility_id AND pole_id = :asset_id
UNION ALL
SELECT 'segment', segment_id, segment_name
FROM flux.segments
WHERE :asset_kind = 'segment' AND utility_id = :utility_id AND segment_id = :asset_id
UNION ALL
SELECT 'meter', meter_id, meter_name
FROM flux.meters
WHERE :asset_kind = 'meter' AND utility_id = :utility_id AND meter_id = :asset_id
