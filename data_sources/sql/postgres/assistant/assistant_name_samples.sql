-- One row a name: all feeders and substations of a utility, and of each other kind the first and last ones by key.
-- result: kind string, name string
-- topics: network
SELECT 'substation' AS kind, substation_name AS name FROM flux.substations WHERE utility_id = :utility_id
UNION ALL
SELECT 'feeder', feeder_name FROM flux.feeders WHERE utility_id = :utility_id
UNION ALL
(SELECT 'transformer', transformer_name FROM flux.transformers WHERE utility_id = :utility_id ORDER BY transformer_id LIMIT 200)
UNION ALL
(SELECT 'transformer', transformer_name FROM flux.transformers WHERE utility_id = :utility_id ORDER BY transformer_id DESC LIMIT 200)
UNION ALL
(SELECT 'pole', pole_name FROM flux.poles WHERE utility_id = :utility_id ORDER BY pole_id LIMIT 200)
UNION ALL
(SELECT 'pole', pole_name FROM flux.poles WHERE utility_id = :utility_id ORDER BY pole_id DESC LIMIT 200)
UNION ALL
(SELECT 'segment', segment_name FROM flux.segments WHERE utility_id = :utility_id ORDER BY segment_id LIMIT 200)
UNION ALL
(SELECT 'segment', segment_name FROM flux.segments WHERE utility_id = :utility_id ORDER BY segment_id DESC LIMIT 200)
UNION ALL
(SELECT 'meter', meter_name FROM flux.meters WHERE utility_id = :utility_id ORDER BY meter_id LIMIT 200)
UNION ALL
(SELECT 'meter', meter_name FROM flux.meters WHERE utility_id = :utility_id ORDER BY meter_id DESC LIMIT 200)
UNION ALL
(SELECT 'device', device_name FROM flux.devices WHERE utility_id = :utility_id ORDER BY device_id LIMIT 1000)
UNION ALL
(SELECT 'device', device_name FROM flux.devices WHERE utility_id = :utility_id ORDER BY device_id DESC LIMIT 1000)
