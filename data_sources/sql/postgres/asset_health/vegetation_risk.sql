-- One row a segment of a utility beside which vegetation was surveyed, as it was assessed last. NaN: not known.
-- result: segment_id int32, segment_name string, feeder_id int32, risk float32, level string,
--   required_clearance_m float32, clearance_m float32, trim_in_years float32, customers int32, length_m float32,
--   voltage_kv float32, is_simulated bool, assessed_at timestamp
-- topics: asset_health, network
-- bulk: yes
SELECT
    v.segment_id, s.segment_name, s.feeder_id, v.risk, v.level, v.required_clearance_m, v.clearance_m, v.trim_in_years,
    v.customers, s.length_m, s.voltage_kv, v.is_simulated, v.assessed_at
FROM flux.vegetation_risk AS v
JOIN flux.segments AS s ON s.segment_id = v.segment_id
WHERE v.utility_id = :utility_id
ORDER BY v.segment_id
