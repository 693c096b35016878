-- One row a segment beside which something grows, with the line that it grows beside; NaN is not known.
-- result: segment_id int32, feeder_id int32, voltage_kv float32, length_m float32, distance_m float32,
--         canopy_radius_m float32, tree_height_m float32, growth_m_per_year float32, surveyed_on date, is_simulated bool
-- topics: vegetation, network
-- bulk: yes
SELECT
    v.segment_id, s.feeder_id, s.voltage_kv, s.length_m, v.distance_m, v.canopy_radius_m, v.tree_height_m,
    v.growth_m_per_year, v.surveyed_on, v.is_simulated
FROM flux.vegetation AS v
INNER JOIN flux.segments AS s ON s.segment_id = v.segment_id
WHERE v.utility_id = :utility_id
ORDER BY v.segment_id
