-- Takes back the last time that an area was given; one row: which.
UPDATE flux.area_estimates
SET withdrawn_at = :now, withdrawn_by = :withdrawn_by
WHERE area_estimate_id = (
    SELECT max(area_estimate_id)
    FROM flux.area_estimates
    WHERE storm_id = :storm_id AND substation_id = :substation_id AND withdrawn_at IS NULL
)
RETURNING estimated_restoration_at
