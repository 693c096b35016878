-- Removes what the last assessment of a utility found.
WITH
    gone_health AS (DELETE FROM flux.asset_health WHERE utility_id = :utility_id),
    gone_vegetation AS (DELETE FROM flux.vegetation_risk WHERE utility_id = :utility_id)
DELETE FROM flux.asset_assessments WHERE utility_id = :utility_id
