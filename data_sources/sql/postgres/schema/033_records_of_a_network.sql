-- What people know and have to do of a network's assets, while the network is replaced: set aside, and put back by the names of
-- the assets, in one transaction. Used by `fluxops import --replace` and by deploy/postgres/load_from_views.sql.

-- Kind, id, name and feeder of all that records are about.
CREATE FUNCTION flux.names_of_assets(of_utility integer)
RETURNS TABLE (kind text, id integer, name text, feeder_id integer) LANGUAGE sql STABLE AS $$
    SELECT 'transformer', transformer_id, transformer_name, feeder_id FROM flux.transformers WHERE utility_id = of_utility
    UNION ALL
    SELECT 'pole', pole_id, pole_name, feeder_id FROM flux.poles WHERE utility_id = of_utility
    UNION ALL
    SELECT 'segment', segment_id, segment_name, feeder_id FROM flux.segments WHERE utility_id = of_utility
    UNION ALL
    SELECT 'device', device_id, device_name, feeder_id FROM flux.devices WHERE utility_id = of_utility
    UNION ALL
    SELECT 'substation', substation_id, substation_name, NULL FROM flux.substations WHERE utility_id = of_utility
    UNION ALL
    SELECT 'feeder', f.feeder_id, f.feeder_name, f.feeder_id FROM flux.feeders AS f WHERE utility_id = of_utility
$$;

-- Keeps inspections, failures, nameplates, vegetation, years of installation and work orders of a utility in temporary tables.
-- A name that several things of the old network have tells none of them apart.
CREATE FUNCTION flux.set_records_aside(of_utility integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE kept_names ON COMMIT DROP AS
    SELECT kind, min(id) AS id, name
    FROM flux.names_of_assets(of_utility)
    GROUP BY kind, name HAVING count(*) = 1;
    CREATE TEMPORARY TABLE kept_inspections ON COMMIT DROP AS
    SELECT * FROM flux.inspections WHERE utility_id = of_utility;
    CREATE TEMPORARY TABLE kept_failures ON COMMIT DROP AS
    SELECT * FROM flux.asset_failures WHERE utility_id = of_utility;
    CREATE TEMPORARY TABLE kept_nameplates ON COMMIT DROP AS
    SELECT * FROM flux.asset_nameplates WHERE utility_id = of_utility;
    CREATE TEMPORARY TABLE kept_vegetation ON COMMIT DROP AS
    SELECT * FROM flux.vegetation WHERE utility_id = of_utility;
    CREATE TEMPORARY TABLE kept_orders ON COMMIT DROP AS
    SELECT * FROM flux.work_orders WHERE utility_id = of_utility;
    CREATE TEMPORARY TABLE kept_years ON COMMIT DROP AS
    SELECT 'transformer' AS kind, transformer_id AS id, installed_year FROM flux.transformers WHERE utility_id = of_utility
    UNION ALL
    SELECT 'pole', pole_id, installed_year FROM flux.poles WHERE utility_id = of_utility;
END $$;

-- Puts back what set_records_aside kept of the assets that the new network has too, by name. What the new network says itself
-- (a year, a condition of that day) counts. Outages and crews went with the old network. A work order stays whatever becomes
-- of its asset: with its number, its texts and its place.
CREATE FUNCTION flux.put_records_back(of_utility integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMPORARY TABLE found_again ON COMMIT DROP AS
    SELECT k.kind, k.id AS was, n.id AS now_is, n.feeder_id
    FROM kept_names AS k
    JOIN (
        SELECT DISTINCT ON (kind, name) kind, name, id, feeder_id FROM flux.names_of_assets(of_utility) ORDER BY kind, name, id
    ) AS n ON n.kind = k.kind AND n.name = k.name;

    INSERT INTO flux.inspections (
        utility_id, asset_kind, asset_id, inspected_on, result, condition_score, remaining_strength_pct, note, source, is_simulated
    )
    SELECT
        k.utility_id, k.asset_kind, a.now_is, k.inspected_on, k.result, k.condition_score, k.remaining_strength_pct, k.note,
        k.source, k.is_simulated
    FROM kept_inspections AS k
    JOIN found_again AS a ON a.kind = k.asset_kind AND a.was = k.asset_id
    ON CONFLICT DO NOTHING;

    INSERT INTO flux.asset_failures (
        utility_id, asset_kind, asset_id, installed_year, failed_at, mode, rated_kva, is_underground, material, source, is_simulated
    )
    SELECT
        k.utility_id, k.asset_kind, a.now_is, k.installed_year, k.failed_at, k.mode, k.rated_kva, k.is_underground, k.material,
        k.source, k.is_simulated
    FROM kept_failures AS k
    JOIN found_again AS a ON a.kind = k.asset_kind AND a.was = k.asset_id
    ON CONFLICT DO NOTHING;

    INSERT INTO flux.asset_nameplates (
        asset_kind, asset_id, utility_id, manufacturer, model, serial_number, manufactured_year, cooling, is_upgraded_paper, source,
        is_simulated
    )
    SELECT
        k.asset_kind, a.now_is, k.utility_id, k.manufacturer, k.model, k.serial_number, k.manufactured_year, k.cooling,
        k.is_upgraded_paper, k.source, k.is_simulated
    FROM kept_nameplates AS k
    JOIN found_again AS a ON a.kind = k.asset_kind AND a.was = k.asset_id
    ON CONFLICT DO NOTHING;

    INSERT INTO flux.vegetation (
        segment_id, utility_id, distance_m, canopy_radius_m, tree_height_m, growth_m_per_year, surveyed_on, source, is_simulated
    )
    SELECT
        a.now_is, k.utility_id, k.distance_m, k.canopy_radius_m, k.tree_height_m, k.growth_m_per_year, k.surveyed_on, k.source,
        k.is_simulated
    FROM kept_vegetation AS k
    JOIN found_again AS a ON a.kind = 'segment' AND a.was = k.segment_id
    ON CONFLICT DO NOTHING;

    UPDATE flux.transformers AS t SET installed_year = k.installed_year
    FROM kept_years AS k
    JOIN found_again AS a ON a.kind = k.kind AND a.was = k.id
    WHERE k.kind = 'transformer' AND a.now_is = t.transformer_id AND t.installed_year = 0 AND k.installed_year > 0;
    UPDATE flux.poles AS p SET installed_year = k.installed_year
    FROM kept_years AS k
    JOIN found_again AS a ON a.kind = k.kind AND a.was = k.id
    WHERE k.kind = 'pole' AND a.now_is = p.pole_id AND p.installed_year = 0 AND k.installed_year > 0;

    -- Nobody is at work on them now: crews went. The order of an outage that lasted ends with it.
    UPDATE kept_orders AS k
    SET
        status = CASE
            WHEN k.status IN ('completed', 'cancelled') THEN k.status
            WHEN k.outage_id IS NOT NULL THEN 'cancelled'
            WHEN k.status IN ('en_route', 'in_progress') THEN 'on_hold'
            WHEN k.status = 'assigned' THEN CASE WHEN k.planned_start_at IS NULL THEN 'created' ELSE 'scheduled' END
            ELSE k.status
        END,
        reason = CASE
            WHEN k.status IN ('completed', 'cancelled') THEN k.reason
            WHEN k.outage_id IS NOT NULL THEN 'its outage went with the network that was replaced'
            WHEN k.status IN ('en_route', 'in_progress') THEN 'its crew went with the network that was replaced'
            ELSE k.reason
        END,
        crew_id = NULL, outage_id = NULL, version = k.version + 1, updated_at = now(),
        asset_kind = CASE WHEN n.now_is IS NOT NULL THEN k.asset_kind END, asset_id = n.now_is,
        feeder_id = coalesce(n.feeder_id, n.feeder_by_name)
    FROM (
        SELECT o.work_order_id, a.now_is, a.feeder_id, f.now_is AS feeder_by_name
        FROM kept_orders AS o
        LEFT JOIN found_again AS a ON a.kind = o.asset_kind AND a.was = o.asset_id
        LEFT JOIN found_again AS f ON f.kind = 'feeder' AND f.was = o.feeder_id
    ) AS n
    WHERE n.work_order_id = k.work_order_id;
    INSERT INTO flux.work_orders (
        work_order_id, utility_id, external_number, work_type, status, priority, skill, asset_kind, asset_id, asset_name, feeder_id,
        outage_id, title, description, lon, lat, crew_id, planned_start_at, planned_end_at, due_on, estimated_hours, started_at,
        completed_at, labour_hours, found_code, found, reason, permits, checklist, materials, origin, created_at, created_by,
        updated_at, version, is_simulated
    )
    SELECT
        work_order_id, utility_id, external_number, work_type, status, priority, skill, asset_kind, asset_id, asset_name, feeder_id,
        outage_id, title, description, lon, lat, crew_id, planned_start_at, planned_end_at, due_on, estimated_hours, started_at,
        completed_at, labour_hours, found_code, k.found, reason, permits, checklist, materials, origin, created_at, created_by,
        updated_at, version, is_simulated
    FROM kept_orders AS k;
END $$;
