-- The last assessment of a utility's assets as a whole; no row: none was made yet.
-- result: assessed_at timestamp, inputs string, parameters string, hazards string, back_test string, is_simulated bool
-- topics: asset_health
SELECT
    assessed_at, inputs, parameters::text AS parameters, hazards::text AS hazards, back_test::text AS back_test,
    is_simulated
FROM flux.asset_assessments
WHERE utility_id = :utility_id
