-- One row a span of line beside which something grows, as it was assessed last, with its middle. NaN: not known.
-- result: segment_id int32, segment_name string, span_class string, feeder_id int32, lon float64, lat float64,
--   vegetation_risk float32, level string, required_clearance_m float32, clearance_m float32, trim_in_years float32,
--   customers int32, is_simulated bool
-- topics: asset_health, network
-- bulk: yes
SELECT
    v.segment_id, s.segment_name,
    CASE WHEN s.is_underground THEN 'cable' ELSE 'overhead span' END AS span_class,
    s.feeder_id, (a.lon + b.lon) / 2 AS lon, (a.lat + b.lat) / 2 AS lat, v.risk AS vegetation_risk, v.level,
    v.required_clearance_m, v.clearance_m, v.trim_in_years, v.customers, v.is_simulated
FROM flux.vegetation_risk AS v
JOIN flux.segments AS s ON s.segment_id = v.segment_id
JOIN flux.nodes AS a ON a.node_id = s.from_node_id
JOIN flux.nodes AS b ON b.node_id = s.to_node_id
WHERE v.utility_id = :utility_id
ORDER BY v.segment_id
