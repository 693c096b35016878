-- Writes some columns of a work order, given as one JSON object; its version is one more.
UPDATE flux.work_orders AS w
SET (
    status, priority, skill, title, description, crew_id, planned_start_at, planned_end_at, due_on, estimated_hours,
    started_at, completed_at, labour_hours, found_code, found, reason, permits, checklist, materials
) = (
    SELECT
        n.status, n.priority, n.skill, n.title, n.description, n.crew_id, n.planned_start_at, n.planned_end_at, n.due_on,
        n.estimated_hours, n.started_at, n.completed_at, n.labour_hours, n.found_code, n.found, n.reason, n.permits,
        n.checklist, n.materials
    FROM jsonb_populate_record(w, CAST(:changes AS jsonb)) AS n
),
version = w.version + 1, updated_at = :now
WHERE w.work_order_id = :work_order_id
