-- Puts back what was kept of the assets that the new network has too: an asset of the same name has the same id, a segment is
-- known by its name. Outages went with the old network. The new network's own years count, where it has any. Nothing of other
-- utilities is gone, and so nothing of them is put back.
DO $$
BEGIN
    WITH there AS (
        SELECT 'transformer' AS asset_kind, transformer_id AS asset_id FROM flux.transformers
        UNION ALL
        SELECT 'pole', pole_id FROM flux.poles
    ),
    inspections AS (
        INSERT INTO flux.inspections (
            utility_id, asset_kind, asset_id, inspected_on, result, condition_score, remaining_strength_pct, note, source, is_simulated
        )
        SELECT
            k.utility_id, k.asset_kind, k.asset_id, k.inspected_on, k.result, k.condition_score, k.remaining_strength_pct, k.note,
            k.source, k.is_simulated
        FROM kept_inspections AS k
        INNER JOIN there AS t ON t.asset_kind = k.asset_kind AND t.asset_id = k.asset_id
        ON CONFLICT DO NOTHING
    ),
    failures AS (
        INSERT INTO flux.asset_failures (
            utility_id, asset_kind, asset_id, installed_year, failed_at, mode, rated_kva, is_underground, material, source, is_simulated
        )
        SELECT
            k.utility_id, k.asset_kind, k.asset_id, k.installed_year, k.failed_at, k.mode, k.rated_kva, k.is_underground, k.material,
            k.source, k.is_simulated
        FROM kept_failures AS k
        INNER JOIN there AS t ON t.asset_kind = k.asset_kind AND t.asset_id = k.asset_id
        ON CONFLICT DO NOTHING
    ),
    nameplates AS (
        INSERT INTO flux.asset_nameplates (
            asset_kind, asset_id, utility_id, manufacturer, model, serial_number, manufactured_year, cooling, is_upgraded_paper,
            source, is_simulated
        )
        SELECT
            k.asset_kind, k.asset_id, k.utility_id, k.manufacturer, k.model, k.serial_number, k.manufactured_year, k.cooling,
            k.is_upgraded_paper, k.source, k.is_simulated
        FROM kept_nameplates AS k
        INNER JOIN there AS t ON t.asset_kind = k.asset_kind AND t.asset_id = k.asset_id
        ON CONFLICT DO NOTHING
    ),
    named AS (
        SELECT min(segment_id) AS segment_id, utility_id, segment_name FROM flux.segments
        GROUP BY utility_id, segment_name HAVING count(*) = 1
    ),
    vegetation AS (
        INSERT INTO flux.vegetation (
            segment_id, utility_id, distance_m, canopy_radius_m, tree_height_m, growth_m_per_year, surveyed_on, source, is_simulated
        )
        SELECT
            n.segment_id, k.utility_id, k.distance_m, k.canopy_radius_m, k.tree_height_m, k.growth_m_per_year, k.surveyed_on, k.source,
            k.is_simulated
        FROM kept_vegetation AS k
        INNER JOIN named AS n ON n.utility_id = k.utility_id AND n.segment_name = k.segment_name
        ON CONFLICT DO NOTHING
    ),
    units AS (
        UPDATE flux.transformers AS t SET installed_year = k.installed_year FROM kept_years AS k
        WHERE
            k.asset_kind = 'transformer' AND k.asset_id = t.transformer_id AND t.installed_year = 0 AND k.installed_year > 0
    )
    UPDATE flux.poles AS p SET installed_year = k.installed_year FROM kept_years AS k
    WHERE
        k.asset_kind = 'pole' AND k.asset_id = p.pole_id AND p.installed_year = 0 AND k.installed_year > 0;
END $$
