-- One row: what grows beside one span of line, as surveyed and as it was assessed last; none where nothing was surveyed. Risk: of
-- 100. NULL: not known.
-- result: name string, feeder_name string, level string, risk float64, clearance_m float64, required_clearance_m float64,
--   trim_in_years float64, customers int32, surveyed_on date, distance_m float64, canopy_radius_m float64, tree_height_m float64,
--   growth_m_per_year float64, length_m float64, assessed_at timestamp
-- topics: asset_health, vegetation, network
SELECT
    g.segment_name AS name, f.feeder_name, v.level, flux.known(100 * v.risk::float8) AS risk,
    flux.known(v.clearance_m)::float8 AS clearance_m, flux.known(v.required_clearance_m)::float8 AS required_clearance_m,
    flux.known(v.trim_in_years)::float8 AS trim_in_years, v.customers, s.surveyed_on, flux.known(s.distance_m)::float8 AS distance_m,
    flux.known(s.canopy_radius_m)::float8 AS canopy_radius_m, flux.known(s.tree_height_m)::float8 AS tree_height_m,
    flux.known(s.growth_m_per_year)::float8 AS growth_m_per_year, flux.known(g.length_m)::float8 AS length_m, v.assessed_at
FROM flux.vegetation_risk AS v
JOIN flux.segments AS g ON g.segment_id = v.segment_id
JOIN flux.feeders AS f ON f.feeder_id = g.feeder_id
LEFT JOIN flux.vegetation AS s ON s.segment_id = v.segment_id
WHERE v.utility_id = :utility_id AND v.segment_id = :segment_id
