-- Writes inspections, told as a JSON list; one of an asset and a day that is on record takes its place. One row each that is
-- new or says something else.
INSERT INTO flux.inspections AS kept (
    utility_id, asset_kind, asset_id, inspected_on, result, condition_score, remaining_strength_pct, note, source, is_simulated
)
SELECT
    :utility_id, n.asset_kind, n.asset_id, n.inspected_on, n.result, n.condition_score, n.remaining_strength_pct, n.note,
    :source, false
FROM jsonb_populate_recordset(NULL::flux.inspections, CAST(:rows AS jsonb)) AS n
ON CONFLICT (asset_kind, asset_id, inspected_on) DO UPDATE SET
    result = excluded.result, condition_score = excluded.condition_score,
    remaining_strength_pct = excluded.remaining_strength_pct, note = excluded.note, source = excluded.source,
    is_simulated = false
WHERE
    (kept.result, kept.condition_score, kept.remaining_strength_pct, kept.note, kept.is_simulated)
    IS DISTINCT FROM (excluded.result, excluded.condition_score, excluded.remaining_strength_pct, excluded.note, false)
RETURNING kept.asset_kind, kept.asset_id, kept.xmax = 0 AS is_new
