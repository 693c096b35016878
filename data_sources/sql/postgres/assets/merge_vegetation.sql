-- Writes what grows beside segments, told as a JSON list; what a row does not say stays as it is on record (of what is simulated
-- nothing does). One row each that is new or says something else.
-- What is simulated is left out beside the join, not in it: where nearly all was simulated the planner would reckon with no row.
INSERT INTO flux.vegetation AS kept (
    segment_id, utility_id, distance_m, canopy_radius_m, tree_height_m, growth_m_per_year, surveyed_on, source, is_simulated
)
SELECT
    n.segment_id, :utility_id, n.distance_m, coalesce(nullif(n.canopy_radius_m, 'NaN'), was.canopy_radius_m, 'NaN'),
    coalesce(nullif(n.tree_height_m, 'NaN'), was.tree_height_m, 'NaN'),
    coalesce(nullif(n.growth_m_per_year, 'NaN'), was.growth_m_per_year, 'NaN'), n.surveyed_on, :source, false
FROM jsonb_populate_recordset(NULL::flux.vegetation, CAST(:rows AS jsonb)) AS n
LEFT JOIN flux.vegetation AS v ON v.segment_id = n.segment_id
LEFT JOIN LATERAL (
    SELECT v.canopy_radius_m, v.tree_height_m, v.growth_m_per_year WHERE NOT v.is_simulated
) AS was ON true
ON CONFLICT (segment_id) DO UPDATE SET
    distance_m = excluded.distance_m, canopy_radius_m = excluded.canopy_radius_m, tree_height_m = excluded.tree_height_m,
    growth_m_per_year = excluded.growth_m_per_year, surveyed_on = excluded.surveyed_on, source = excluded.source,
    is_simulated = false
WHERE
    (kept.distance_m, kept.canopy_radius_m, kept.tree_height_m, kept.growth_m_per_year, kept.surveyed_on, kept.is_simulated)
    IS DISTINCT FROM (
        excluded.distance_m, excluded.canopy_radius_m, excluded.tree_height_m, excluded.growth_m_per_year, excluded.surveyed_on,
        false
    )
RETURNING 'segment' AS asset_kind, kept.segment_id AS asset_id, kept.xmax = 0 AS is_new
