-- Writes work orders of another system, told as a JSON list: one of a number that is there says the same as the list afterwards
-- (what the list does not say stays), and has a row in the audit that tells what became of it. One that anybody here has had in
-- hand is left alone: a crew has or had it, something was found, or a command was given. A day is noon of the utility's clock.
-- One row each that is new (is_new), says something else (not is_new), or was left alone (NULL).
WITH said AS MATERIALIZED (
    SELECT
        u.utility_id, n.external_number, n.work_type, s.status, coalesce(n.priority, was.priority, 3) AS priority, n.skill,
        n.asset_kind, n.asset_id, coalesce(t.transformer_name, p.pole_name) AS asset_name,
        coalesce(t.feeder_id, p.feeder_id) AS feeder_id,
        coalesce(
            nullif(n.title, ''), was.title, initcap(n.work_type) || ' at ' || coalesce(t.transformer_name, p.pole_name)
        ) AS title,
        coalesce(t.lon, p.lon) AS lon, coalesce(t.lat, p.lat) AS lat,
        coalesce(nullif(n.due_on, '')::date, was.due_on) AS due_on,
        coalesce(nullif(n.estimated_hours, 'NaN'), was.estimated_hours) AS estimated_hours,
        CASE WHEN s.status = 'completed' THEN coalesce(
            (nullif(n.completed_on, '')::date + time '12:00') AT TIME ZONE u.time_zone, was.completed_at
        ) END AS completed_at,
        coalesce(nullif(n.labour_hours, 'NaN'), was.labour_hours) AS labour_hours,
        coalesce(nullif(n.found, ''), was.found, '') AS found,
        CASE WHEN s.status IN ('completed', 'cancelled') THEN '[]' ELSE n.permits END AS permits,
        CASE WHEN s.status IN ('completed', 'cancelled') THEN '[]' ELSE n.checklist END AS checklist,
        (n.created_on::date + time '12:00') AT TIME ZONE u.time_zone AS created_at, was.version, to_jsonb(was) AS was,
        was.work_order_id IS NOT NULL AND (
            was.crew_id IS NOT NULL OR was.found_code IS NOT NULL OR was.status NOT IN ('created', 'scheduled', 'completed', 'cancelled')
            OR EXISTS (
                SELECT FROM flux.audit AS a
                WHERE
                    a.target_kind = 'work_order' AND a.target_id = was.work_order_id AND a.outcome = 'done'
                    AND a.action <> 'import_work_orders'
            )
        ) AS is_in_hand
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS n (
        external_number text, work_type text, status text, priority smallint, skill text, asset_kind text, asset_id integer,
        title text, due_on text, estimated_hours real, completed_on text, labour_hours real, found text, created_on text,
        permits jsonb, checklist jsonb
    )
    JOIN flux.utilities AS u ON u.utility_id = :utility_id
    LEFT JOIN flux.work_orders AS was ON was.utility_id = u.utility_id AND was.external_number = n.external_number
    LEFT JOIN flux.transformers AS t ON n.asset_kind = 'transformer' AND t.transformer_id = n.asset_id
    LEFT JOIN flux.poles AS p ON n.asset_kind = 'pole' AND p.pole_id = n.asset_id
    CROSS JOIN LATERAL (SELECT coalesce(nullif(n.status, ''), was.status, 'created') AS status) AS s
),
merged AS (
    INSERT INTO flux.work_orders AS kept (
        utility_id, external_number, work_type, status, priority, skill, asset_kind, asset_id, asset_name, feeder_id, title, lon, lat,
        due_on, estimated_hours, completed_at, labour_hours, found, permits, checklist, origin, created_at, created_by, version,
        is_simulated
    )
    SELECT
        utility_id, external_number, work_type, status, priority, skill, asset_kind, asset_id, asset_name, feeder_id, title, lon, lat,
        due_on, estimated_hours, completed_at, labour_hours, found, permits, checklist, 'import', created_at, :source,
        coalesce(version, 1), false
    FROM said WHERE NOT is_in_hand
    ON CONFLICT (utility_id, external_number) WHERE external_number IS NOT NULL DO UPDATE SET
        work_type = excluded.work_type, status = excluded.status, priority = excluded.priority, skill = excluded.skill,
        asset_kind = excluded.asset_kind, asset_id = excluded.asset_id, asset_name = excluded.asset_name,
        feeder_id = excluded.feeder_id, title = excluded.title, lon = excluded.lon, lat = excluded.lat, due_on = excluded.due_on,
        estimated_hours = excluded.estimated_hours, completed_at = excluded.completed_at, labour_hours = excluded.labour_hours,
        found = excluded.found, permits = excluded.permits, checklist = excluded.checklist, created_at = excluded.created_at,
        version = kept.version + 1, updated_at = now()
    WHERE
        kept.version = excluded.version  -- nobody was quicker
        AND (
            kept.work_type, kept.status, kept.priority, kept.asset_kind, kept.asset_id, kept.title, kept.due_on,
            kept.estimated_hours, kept.completed_at, kept.labour_hours, kept.found, kept.created_at
        ) IS DISTINCT FROM (
            excluded.work_type, excluded.status, excluded.priority, excluded.asset_kind, excluded.asset_id, excluded.title,
            excluded.due_on, excluded.estimated_hours, excluded.completed_at, excluded.labour_hours, excluded.found,
            excluded.created_at
        )
    RETURNING
        kept.work_order_id, kept.external_number, kept.asset_kind, kept.asset_id, kept.version, to_jsonb(kept) AS now_is,
        kept.xmax = 0 AS is_new
),
told AS (
    INSERT INTO flux.audit (actor, action, utility_id, detail, target_kind, target_id, version, from_values, to_values)
    SELECT
        :actor, 'import_work_orders', :utility_id, jsonb_build_object('file', CAST(:source AS text)), 'work_order',
        m.work_order_id, m.version, d.before, d.after
    FROM merged AS m
    JOIN said AS s ON s.external_number = m.external_number
    CROSS JOIN LATERAL (
        SELECT jsonb_object_agg(o.key, o.value) AS before, jsonb_object_agg(o.key, m.now_is -> o.key) AS after
        FROM jsonb_each(s.was) AS o
        WHERE o.key NOT IN ('version', 'updated_at', 'words') AND o.value IS DISTINCT FROM m.now_is -> o.key
    ) AS d
    WHERE NOT m.is_new
)
SELECT asset_kind, asset_id, is_new FROM merged
UNION ALL
SELECT asset_kind, asset_id, NULL FROM said WHERE is_in_hand
