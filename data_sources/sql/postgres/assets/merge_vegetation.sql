-- Writes what grows beside segments, told as a JSON list. One row each that is new or says something else.
INSERT INTO flux.vegetation AS kept (
    segment_id, utility_id, distance_m, canopy_radius_m, tree_height_m, growth_m_per_year, surveyed_on, source, is_simulated
)
SELECT
    n.segment_id, :utility_id, n.distance_m, n.canopy_radius_m, n.tree_height_m, n.growth_m_per_year, n.surveyed_on, :source, false
FROM jsonb_populate_recordset(NULL::flux.vegetation, CAST(:rows AS jsonb)) AS n
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
