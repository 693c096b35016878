-- One row a crew, with what it can do, where it is, and how much is in its queue. skills: with commas. shift_start, shift_end:
-- local hh:mm, NULL where nobody says. queued: open orders assigned to it that it is not at; queued_hours: what they are
-- estimated at, those that say it.
-- result: crew_id int32, crew_name string, kind string, status string, members int16, skills string, vehicle string,
-- shift_start string, shift_end string, outage_id int64, work_order_id int64, lon float64, lat float64, queued int64,
-- queued_hours float64, version int32, updated_at timestamp
-- topics: crews, work_orders
SELECT
    c.crew_id, c.crew_name, c.kind, c.status, c.members, array_to_string(c.skills, ',') AS skills, c.vehicle,
    to_char(c.shift_start, 'HH24:MI') AS shift_start, to_char(c.shift_end, 'HH24:MI') AS shift_end, c.outage_id,
    c.work_order_id, c.lon, c.lat, count(w.work_order_id) AS queued,
    coalesce(sum(w.estimated_hours), 0)::float8 AS queued_hours, c.version, c.updated_at
FROM flux.crews AS c
LEFT JOIN flux.work_orders AS w
    ON w.crew_id = c.crew_id AND w.status NOT IN ('completed', 'cancelled')
    AND w.status IN ('assigned', 'on_hold') AND w.outage_id IS NULL
WHERE c.utility_id = :utility_id
GROUP BY c.crew_id
ORDER BY c.crew_id
