-- One row an order of a utility that waits for a crew, the most urgent first; `waiting` counts them all.
-- result: work_order_id int64, number string, version int32, work_type string, status string, priority int16, skill string,
-- outage_id int64, title string, feeder_name string, lon float64, lat float64, crew_id int32, planned_start_at timestamp,
-- planned_end_at timestamp, due_on date, estimated_hours float32, started_at timestamp, completed_at timestamp,
-- updated_at timestamp, missing_permits int64, reason string, waiting int64
-- topics: work_orders
SELECT
    w.work_order_id, coalesce(w.external_number, CAST(w.work_order_id AS text)) AS number, w.version, w.work_type, w.status,
    w.priority, w.skill, w.outage_id, w.title, f.feeder_name, w.lon, w.lat, w.crew_id, w.planned_start_at, w.planned_end_at, w.due_on,
    w.estimated_hours, w.started_at, w.completed_at, w.updated_at,
    (
        SELECT count(*) FROM jsonb_array_elements(w.permits) AS p
        WHERE CAST(p ->> 'is_required' AS boolean) AND p ->> 'done_at' IS NULL
    ) AS missing_permits,
    w.reason, w.waiting
FROM (
    SELECT w.*, count(*) OVER () AS waiting
    FROM flux.work_orders AS w
    WHERE
        w.utility_id = :utility_id AND w.status NOT IN ('completed', 'cancelled') AND w.crew_id IS NULL
        AND (CAST(:skill AS text) = '' OR w.skill = :skill)
        -- What somebody holds waits for something else than a crew.
        AND (w.status <> 'on_hold' OR w.outage_id IS NOT NULL)
    ORDER BY w.outage_id IS NULL, w.priority = 1 DESC, w.due_on NULLS LAST, w.priority, w.work_order_id
    LIMIT :most
) AS w
LEFT JOIN flux.feeders AS f ON f.feeder_id = w.feeder_id
ORDER BY w.outage_id IS NULL, w.priority = 1 DESC, w.due_on NULLS LAST, w.priority, w.work_order_id
