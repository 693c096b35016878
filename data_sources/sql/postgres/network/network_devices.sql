-- One row a switching device, as built (its present state is in open_devices.sql); other_feeder_id is -1 without one.
-- result: device_id int32, feeder_id int32, segment_id int32, other_feeder_id int32, device_name string, kind string,
--         rated_a float32, is_normally_open bool, phases string, lon float64, lat float64
-- topics: network
-- bulk: yes
SELECT
    device_id, feeder_id, segment_id, coalesce(other_feeder_id, -1) AS other_feeder_id, device_name, kind,
    rated_a, is_normally_open, phases, lon, lat
FROM flux.devices
WHERE utility_id = :utility_id
ORDER BY device_id
