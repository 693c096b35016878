-- The last assessment of a utility's assets as a whole, and how many assets there are now; no row: none was made yet.
-- result: assessed_at timestamp, inputs string, parameters string, hazards string, back_test string, is_simulated bool,
--   assets int64
-- topics: asset_health
SELECT
    assessed_at, inputs, parameters::text AS parameters, hazards::text AS hazards, back_test::text AS back_test,
    is_simulated,
    coalesce((SELECT sum(poles + transformers) FROM flux.feeder_summary WHERE utility_id = :utility_id), 0)::bigint AS assets
FROM flux.asset_assessments
WHERE utility_id = :utility_id
