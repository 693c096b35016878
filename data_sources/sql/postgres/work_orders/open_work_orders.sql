-- One row an open work order whose place is known, the most urgent first.
-- result: work_order_id int64, work_type string, status string, priority int16, title string, crew_name string,
-- is_late bool, outage_id int64, lon float64, lat float64
-- topics: work_orders, crews
-- ages: 600
SELECT
    w.work_order_id, w.work_type, w.status, w.priority, w.title, c.crew_name,
    coalesce(w.due_on < (now() AT TIME ZONE u.time_zone)::date, false) AS is_late, w.outage_id, w.lon, w.lat
FROM flux.work_orders AS w
JOIN flux.utilities AS u ON u.utility_id = w.utility_id
LEFT JOIN flux.crews AS c ON c.crew_id = w.crew_id
WHERE w.utility_id = :utility_id AND w.status NOT IN ('completed', 'cancelled') AND w.lon IS NOT NULL
ORDER BY w.priority, w.due_on, w.work_order_id
LIMIT 20000
