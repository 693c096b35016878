-- One row a line segment of a utility with its path (little-endian int32 pairs of lon, lat in 1e-7 degree), for the map.
-- result: segment_id int32, feeder_id int32, segment_name string, voltage_kv float32, phases string, is_underground bool, path binary
-- topics: network
-- bulk: yes
SELECT segment_id, feeder_id, segment_name, voltage_kv, phases, is_underground, path
FROM flux.segments
WHERE utility_id = :utility_id
ORDER BY segment_id
