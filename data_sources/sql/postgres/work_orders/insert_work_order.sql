-- One row: the number of the new order. What is given comes as one JSON object; what is left out has the table's default.
INSERT INTO flux.work_orders (
    utility_id, work_type, status, priority, skill, asset_kind, asset_id, asset_name, feeder_id, title, description, lon, lat,
    planned_start_at, planned_end_at, due_on, estimated_hours, permits, checklist, origin, created_at, created_by, updated_at,
    is_simulated
)
SELECT
    u.utility_id, n.work_type, n.status, n.priority, n.skill, n.asset_kind, n.asset_id, coalesce(n.asset_name, ''), n.feeder_id, n.title,
    coalesce(n.description, ''), n.lon, n.lat, n.planned_start_at, n.planned_end_at, n.due_on, n.estimated_hours,
    n.permits, n.checklist, n.origin, :now, :created_by, :now, u.is_demo
FROM jsonb_populate_record(NULL::flux.work_orders, CAST(:made AS jsonb)) AS n
JOIN flux.utilities AS u ON u.utility_id = :utility_id
RETURNING work_order_id
