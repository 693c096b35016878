-- One row an inspection of one asset, latest first; last one of which nobody says when.
-- result: inspected_on date, result string, condition_score float32, remaining_strength_pct float32, note string,
--         source string, is_simulated bool
-- topics: inspections
SELECT inspected_on, result, condition_score, remaining_strength_pct, note, source, is_simulated
FROM flux.inspections
WHERE utility_id = :utility_id AND asset_kind = :asset_kind AND asset_id = :asset_id
ORDER BY inspected_on DESC NULLS LAST
