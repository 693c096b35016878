-- One row an asset of a kind that was inspected before a day: what the latest of those inspections found; NaN is not known.
-- result: asset_id int32, inspected_on date, result string, condition_score float32, remaining_strength_pct float32,
--         is_simulated bool
-- topics: inspections, network
-- bulk: yes
SELECT DISTINCT ON (asset_id) asset_id, inspected_on, result, condition_score, remaining_strength_pct, is_simulated
FROM flux.inspections
WHERE utility_id = :utility_id AND asset_kind = :asset_kind AND inspected_on < :before
ORDER BY asset_id, inspected_on DESC
