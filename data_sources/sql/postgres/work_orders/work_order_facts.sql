-- One row: a work order with the names of what it is about. permits, checklist and materials: JSON. members: of its crew.
-- crew_status: of the crew while it is at this order, or on its way to it.
-- outage_state: NULL without an outage, and of one that was moved to the history.
-- result: work_order_id int64, external_number string, utility_id int32, work_type string, status string, priority int16,
-- skill string, asset_kind string, asset_id int32, asset_name string, feeder_id int32, feeder_name string,
-- substation_name string, outage_id int64, outage_state string, title string, description string, lon float64, lat float64,
-- crew_id int32, crew_name string, crew_status string, planned_start_at timestamp, planned_end_at timestamp, due_on date,
-- is_late bool, estimated_hours float32, started_at timestamp, completed_at timestamp, labour_hours float32,
-- found_code string, found string, reason string, permits string, checklist string, materials string, origin string,
-- created_at timestamp, created_by string, version int32, is_simulated bool, as_of timestamp
-- topics: work_orders, crews, outages, network
-- ages: 600
SELECT
    w.work_order_id, w.external_number, w.utility_id, w.work_type, w.status, w.priority, w.skill, w.asset_kind, w.asset_id,
    w.asset_name, w.feeder_id, f.feeder_name, s.substation_name, w.outage_id, o.state AS outage_state, w.title,
    w.description, w.lon, w.lat, w.crew_id, c.crew_name,
    CASE WHEN c.work_order_id = w.work_order_id OR c.outage_id = w.outage_id THEN c.status END AS crew_status, w.planned_start_at, w.planned_end_at,
    w.due_on,
    coalesce(
        w.status NOT IN ('completed', 'cancelled') AND w.due_on < (now() AT TIME ZONE u.time_zone)::date, false
    ) AS is_late,
    w.estimated_hours, w.started_at, w.completed_at, w.labour_hours, w.found_code, w.found, w.reason,
    w.permits::text AS permits, w.checklist::text AS checklist, w.materials::text AS materials, w.origin, w.created_at,
    w.created_by, w.version, w.is_simulated, now() AS as_of
FROM flux.work_orders AS w
JOIN flux.utilities AS u ON u.utility_id = w.utility_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = w.feeder_id
LEFT JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.outages AS o ON o.outage_id = w.outage_id
LEFT JOIN flux.crews AS c ON c.crew_id = w.crew_id
WHERE w.work_order_id = :work_order_id AND w.utility_id = :utility_id
