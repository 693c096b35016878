-- One row: the time that an area was given in a storm; none where it has none.
SELECT estimated_restoration_at
FROM flux.area_estimates
WHERE storm_id = :storm_id AND substation_id = :substation_id AND withdrawn_at IS NULL
ORDER BY area_estimate_id DESC
LIMIT 1
