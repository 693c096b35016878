-- One row an inspection of a utility's transformers and poles, by asset and day. NaN, and the first
-- of January of year 1: not known.
-- result: is_pole bool, asset_id int32, inspected_on date, result string, condition_score float32,
--   remaining_strength_pct float32, is_simulated bool
-- topics: inspections, network
-- bulk: yes
SELECT
    asset_kind = 'pole' AS is_pole, asset_id, coalesce(inspected_on, '0001-01-01') AS inspected_on, result, condition_score,
    remaining_strength_pct, is_simulated
FROM flux.inspections
WHERE utility_id = :utility_id
ORDER BY asset_kind, asset_id, inspected_on
