-- One row an open work order of a place (substation_id, feeder_id; 0: all), the most pressing first. is_late: its day has
-- passed in the utility's own time zone.
-- result: work_order_id int64, external_number string, work_type string, status string, priority int16, title string,
-- asset_name string, feeder_name string, substation_name string, crew_name string, due_on date, is_late bool,
-- planned_start_at timestamp, estimated_hours float64, outage_id int64, origin string, skill string, version int32,
-- created_at timestamp, asset_kind string
-- topics: work_orders, crews, network
-- ages: 600
SELECT
    w.work_order_id, w.external_number, w.work_type, w.status, w.priority, w.title, w.asset_name, f.feeder_name,
    s.substation_name, c.crew_name, w.due_on,
    coalesce(w.due_on < (now() AT TIME ZONE u.time_zone)::date, false) AS is_late, w.planned_start_at,
    w.estimated_hours::float8 AS estimated_hours, w.outage_id, w.origin, w.skill, w.version, w.created_at,
    w.asset_kind
FROM flux.work_orders AS w
JOIN flux.utilities AS u ON u.utility_id = w.utility_id
LEFT JOIN flux.feeders AS f ON f.feeder_id = w.feeder_id
LEFT JOIN flux.substations AS s ON s.substation_id = f.substation_id
LEFT JOIN flux.crews AS c ON c.crew_id = w.crew_id
WHERE
    w.utility_id = :utility_id AND w.status NOT IN ('completed', 'cancelled')
    AND (CAST(:feeder_id AS integer) = 0 OR w.feeder_id = :feeder_id)
    AND (CAST(:substation_id AS integer) = 0 OR f.substation_id = :substation_id)
ORDER BY w.priority, w.due_on NULLS LAST, w.work_order_id
