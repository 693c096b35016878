-- One row a segment, with its path as little-endian int32 pairs (lon, lat) in 1e-7 degree.
-- result: segment_id int32, feeder_id int32, segment_name string, from_node_id int32, to_node_id int32, phases string,
--         length_m float32, is_underground bool, rated_a float32, installed_year int16, path binary
-- topics: network
-- bulk: yes
SELECT
    segment_id, feeder_id, segment_name, from_node_id, to_node_id, phases,
    length_m, is_underground, rated_a, installed_year, path
FROM flux.segments
WHERE utility_id = :utility_id
ORDER BY segment_id
