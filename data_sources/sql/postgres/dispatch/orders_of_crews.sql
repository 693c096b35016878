-- One row an order that a crew of a utility has, and one it completed within ten hours; the first planned first.
-- result: work_order_id int64, number string, version int32, work_type string, status string, priority int16, skill string,
-- outage_id int64, title string, feeder_name string, lon float64, lat float64, crew_id int32, planned_start_at timestamp,
-- planned_end_at timestamp, due_on date, estimated_hours float32, started_at timestamp, completed_at timestamp,
-- updated_at timestamp, missing_permits int64, reason string
-- topics: work_orders
-- ages: 600
SELECT
    w.work_order_id, coalesce(w.external_number, CAST(w.work_order_id AS text)) AS number, w.version, w.work_type, w.status,
    w.priority, w.skill, w.outage_id, w.title, f.feeder_name, w.lon, w.lat, w.crew_id, w.planned_start_at, w.planned_end_at, w.due_on,
    w.estimated_hours, w.started_at, w.completed_at, w.updated_at,
    (
        SELECT count(*) FROM jsonb_array_elements(w.permits) AS p
        WHERE CAST(p ->> 'is_required' AS boolean) AND p ->> 'done_at' IS NULL
    ) AS missing_permits,
    w.reason
FROM flux.work_orders AS w
LEFT JOIN flux.feeders AS f ON f.feeder_id = w.feeder_id
WHERE
    w.utility_id = :utility_id AND w.crew_id IS NOT NULL
    AND (
        w.status NOT IN ('completed', 'cancelled')
        OR w.status = 'completed' AND w.completed_at > now() - INTERVAL '10 hours'
    )
ORDER BY w.crew_id, w.planned_start_at NULLS LAST, w.priority, w.due_on NULLS LAST, w.work_order_id
