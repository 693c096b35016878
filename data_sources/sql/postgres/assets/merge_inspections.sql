-- Writes inspections, told as a JSON list. One of an asset and a day that is on record says what the list says, and what the list
-- does not say stays (of a simulated one nothing does). A result that nobody put in words follows from score and strength as they
-- stand then. One row each that is new or says something else.
-- What is simulated is left out beside the join, not in it: where nearly all was simulated the planner would reckon with no row.
WITH beside AS (
    SELECT
        n.asset_kind, n.asset_id, n.inspected_on, n.word,
        coalesce(nullif(n.condition_score, 'NaN'), was.condition_score, 'NaN') AS condition_score,
        coalesce(nullif(n.remaining_strength_pct, 'NaN'), was.remaining_strength_pct, 'NaN') AS remaining_strength_pct,
        coalesce(nullif(n.note, ''), was.note, '') AS note, was.result AS was_result, was.condition_score AS was_score,
        was.remaining_strength_pct AS was_strength_pct
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS n (
        asset_kind text, asset_id integer, inspected_on date, word text, condition_score real, remaining_strength_pct real, note text
    )
    LEFT JOIN flux.inspections AS i
        ON i.asset_kind = n.asset_kind AND i.asset_id = n.asset_id AND i.inspected_on = n.inspected_on
    LEFT JOIN LATERAL (
        SELECT i.result, i.condition_score, i.remaining_strength_pct, i.note WHERE NOT i.is_simulated
    ) AS was ON true
)
INSERT INTO flux.inspections AS kept (
    utility_id, asset_kind, asset_id, inspected_on, result, condition_score, remaining_strength_pct, note, source, is_simulated
)
SELECT
    :utility_id, b.asset_kind, b.asset_id, b.inspected_on,
    coalesce(
        nullif(b.word, ''),
        CASE WHEN b.was_result IS NULL OR b.was_result = graded.before THEN graded.now ELSE b.was_result END
    ),
    b.condition_score, b.remaining_strength_pct, b.note, :source, false
FROM beside AS b
CROSS JOIN LATERAL (
    SELECT max(v.result) FILTER (WHERE v.is_now) AS now, max(v.result) FILTER (WHERE NOT v.is_now) AS before
    FROM (
        SELECT
            s.is_now,
            CASE
                WHEN s.strength_pct < CAST(:least_strength_pct AS real) THEN 'replace'
                WHEN s.score < CAST(:poor_from AS real) THEN 'replace'
                WHEN s.score < CAST(:fair_from AS real) THEN 'poor'
                WHEN s.score < CAST(:good_from AS real) THEN 'fair'
                WHEN s.score <= 100 OR s.strength_pct <= 100 THEN 'good'
            END AS result
        FROM (
            VALUES (true, b.condition_score, b.remaining_strength_pct), (false, b.was_score, b.was_strength_pct)
        ) AS s (is_now, score, strength_pct)
    ) AS v
) AS graded
ON CONFLICT (asset_kind, asset_id, inspected_on) DO UPDATE SET
    result = excluded.result, condition_score = excluded.condition_score,
    remaining_strength_pct = excluded.remaining_strength_pct, note = excluded.note, source = excluded.source,
    is_simulated = false
WHERE
    (kept.result, kept.condition_score, kept.remaining_strength_pct, kept.note, kept.is_simulated)
    IS DISTINCT FROM (excluded.result, excluded.condition_score, excluded.remaining_strength_pct, excluded.note, false)
RETURNING kept.asset_kind, kept.asset_id, kept.xmax = 0 AS is_new
