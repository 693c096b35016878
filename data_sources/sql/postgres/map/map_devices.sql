-- One row a switching device of a utility and its position now, for the map.
-- result: device_id int32, segment_id int32, device_name string, kind string, is_normally_open bool, is_open bool, lon float64, lat float64
-- topics: network, devices
-- bulk: yes
SELECT device_id, segment_id, device_name, kind, is_normally_open, is_open, lon, lat
FROM flux.devices
WHERE utility_id = :utility_id
ORDER BY device_id
