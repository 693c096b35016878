-- One row an order that a crew has, or completed within ten hours; what it is at first, then its queue.
-- permits, checklist: JSON.
-- result: work_order_id int64, number string, version int32, work_type string, status string, priority int16, skill string,
-- outage_id int64, outage_cause string, title string, description string, asset_kind string, asset_id int32,
-- asset_name string, feeder_id int32, feeder_name string, lon float64, lat float64, planned_start_at timestamp,
-- planned_end_at timestamp, due_on date, is_late bool, estimated_hours float32, started_at timestamp,
-- completed_at timestamp, reason string, permits string, checklist string
-- topics: work_orders, outages, network
-- ages: 600
SELECT
    w.work_order_id, coalesce(w.external_number, CAST(w.work_order_id AS text)) AS number, w.version, w.work_type, w.status,
    w.priority, w.skill, w.outage_id, o.cause AS outage_cause, w.title, w.description, w.asset_kind, w.asset_id,
    w.asset_name, w.feeder_id, f.feeder_name, w.lon, w.lat, w.planned_start_at, w.planned_end_at, w.due_on,
    coalesce(
        w.status <> 'completed' AND w.due_on < CAST(now() AT TIME ZONE u.time_zone AS date), false
    ) AS is_late,
    w.estimated_hours, w.started_at, w.completed_at, w.reason, CAST(w.permits AS text) AS permits,
    CAST(w.checklist AS text) AS checklist
FROM flux.work_orders AS w
JOIN flux.utilities AS u ON u.utility_id = w.utility_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = w.feeder_id
LEFT JOIN flux.outages AS o ON o.outage_id = w.outage_id
WHERE
    w.utility_id = :utility_id AND w.crew_id = :crew_id
    AND (
        w.status NOT IN ('completed', 'cancelled')
        OR w.status = 'completed' AND w.completed_at > now() - INTERVAL '10 hours'
    )
ORDER BY
    CASE
        WHEN w.status IN ('en_route', 'in_progress') THEN 0
        WHEN w.status = 'assigned' THEN CASE WHEN w.outage_id IS NULL THEN 2 ELSE 1 END
        WHEN w.status = 'on_hold' THEN 3
        ELSE 4
    END,
    w.planned_start_at NULLS LAST, w.priority, w.due_on NULLS LAST, w.work_order_id
