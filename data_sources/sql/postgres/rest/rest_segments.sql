-- One row a segment, in no order (sorting them in the database takes longer than reading them), with its path as
-- little-endian int32 pairs (lon, lat) in 1e-7 degree.
-- result: segment_id int32, feeder_id int32, phases string, is_underground bool, length_m float32, path binary
-- topics: network
-- bulk: yes
SELECT segment_id, feeder_id, phases, is_underground, length_m, path
FROM flux.segments
WHERE utility_id = :utility_id
