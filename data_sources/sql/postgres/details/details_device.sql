-- One row: a switching device.
-- result: asset_id int32, name string, lon float64, lat float64, substation_id int32, substation_name string, feeder_id int32,
-- feeder_name string, segment_id int32, segment_name string, other_feeder_id int32, other_feeder_name string, kind string,
-- phases string, rated_a float32, is_normally_open bool, is_open bool, updated_at timestamp
-- topics: network, devices
SELECT
    d.device_id AS asset_id, d.device_name AS name, d.lon, d.lat, f.substation_id, s.substation_name, d.feeder_id, f.feeder_name,
    d.segment_id, g.segment_name, d.other_feeder_id, e.feeder_name AS other_feeder_name, d.kind, d.phases, d.rated_a,
    d.is_normally_open, d.is_open, d.updated_at
FROM flux.devices AS d
JOIN flux.feeders AS f ON f.feeder_id = d.feeder_id
JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.segments AS g ON g.segment_id = d.segment_id
LEFT JOIN flux.feeders AS e ON e.feeder_id = d.other_feeder_id
WHERE d.utility_id = :utility_id AND d.device_id = :asset_id
