-- Writes work orders of another system, told as a JSON list; one of a number that is there says the same as the list afterwards,
-- unless a crew here has it. A day is noon of the utility's clock. One row each that is new or says something else.
INSERT INTO flux.work_orders AS kept (
    utility_id, external_number, work_type, status, priority, skill, asset_kind, asset_id, asset_name, feeder_id, title, lon, lat,
    due_on, estimated_hours, completed_at, labour_hours, found, origin, created_at, created_by, is_simulated
)
SELECT
    u.utility_id, n.external_number, n.work_type, n.status, n.priority, n.skill, n.asset_kind, n.asset_id,
    coalesce(t.transformer_name, p.pole_name), coalesce(t.feeder_id, p.feeder_id), n.title, coalesce(t.lon, p.lon),
    coalesce(t.lat, p.lat), nullif(n.due_on, '')::date, nullif(n.estimated_hours, 'NaN'), (nullif(n.completed_on, '')::date + time '12:00') AT TIME ZONE u.time_zone,
    nullif(n.labour_hours, 'NaN'), n.found, 'import', (n.created_on::date + time '12:00') AT TIME ZONE u.time_zone, :source, false
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS n (
    external_number text, work_type text, status text, priority smallint, skill text, asset_kind text, asset_id integer,
    title text, due_on text, estimated_hours real, completed_on text, labour_hours real, found text, created_on text
)
JOIN flux.utilities AS u ON u.utility_id = :utility_id
LEFT JOIN flux.transformers AS t ON n.asset_kind = 'transformer' AND t.transformer_id = n.asset_id
LEFT JOIN flux.poles AS p ON n.asset_kind = 'pole' AND p.pole_id = n.asset_id
ON CONFLICT (utility_id, external_number) WHERE external_number IS NOT NULL DO UPDATE SET
    work_type = excluded.work_type, status = excluded.status, priority = excluded.priority, skill = excluded.skill,
    asset_kind = excluded.asset_kind, asset_id = excluded.asset_id, asset_name = excluded.asset_name,
    feeder_id = excluded.feeder_id, title = excluded.title, lon = excluded.lon, lat = excluded.lat, due_on = excluded.due_on,
    estimated_hours = excluded.estimated_hours, completed_at = excluded.completed_at, labour_hours = excluded.labour_hours,
    found = excluded.found, created_at = excluded.created_at, version = kept.version + 1, updated_at = now()
WHERE
    kept.status IN ('created', 'scheduled', 'completed', 'cancelled')
    AND (
        kept.work_type, kept.status, kept.priority, kept.asset_kind, kept.asset_id, kept.title, kept.due_on,
        kept.estimated_hours, kept.completed_at, kept.labour_hours, kept.found, kept.created_at
    ) IS DISTINCT FROM (
        excluded.work_type, excluded.status, excluded.priority, excluded.asset_kind, excluded.asset_id, excluded.title,
        excluded.due_on, excluded.estimated_hours, excluded.completed_at, excluded.labour_hours, excluded.found,
        excluded.created_at
    )
RETURNING kept.asset_kind, kept.asset_id, kept.xmax = 0 AS is_new
