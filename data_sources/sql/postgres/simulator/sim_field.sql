-- One row a crew of a demo that is at no outage: whether its shift goes on (NULL: nobody says), the order that it is at, and the
-- one of its queue, or of those that nobody has, whose turn has come: one that is done by the end of its shift and before the
-- next that is planned for it. permits, checklist: JSON of the order that it is at.
-- result: crew_id int32, status string, is_called_out bool, is_in_shift bool, members int16, at_order_id int64,
-- work_type string, estimated_hours float32, permits string, checklist string, since timestamp, next_order_id int64,
-- waiting_order_id int64, waiting_hours float32
-- topics: crews, work_orders
SELECT
    c.crew_id, c.status, c.is_called_out,
    CASE
        WHEN c.shift_start < c.shift_end THEN l.clock >= c.shift_start AND l.clock < c.shift_end
        ELSE l.clock >= c.shift_start OR l.clock < c.shift_end
    END AS is_in_shift,
    c.members, c.work_order_id AS at_order_id, w.work_type, w.estimated_hours, w.permits::text AS permits,
    w.checklist::text AS checklist, c.updated_at AS since,
    (
        SELECT q.work_order_id FROM flux.work_orders AS q
        WHERE
            q.crew_id = c.crew_id AND q.status NOT IN ('completed', 'cancelled') AND q.status = 'assigned'
            AND q.outage_id IS NULL AND q.planned_start_at <= :now
        ORDER BY q.planned_start_at, q.work_order_id
        LIMIT 1
    ) AS next_order_id,
    x.work_order_id AS waiting_order_id, x.hours AS waiting_hours
FROM flux.crews AS c
JOIN flux.utilities AS u ON u.utility_id = c.utility_id
CROSS JOIN LATERAL (SELECT (CAST(:now AS timestamptz) AT TIME ZONE u.time_zone)::time AS clock) AS l
CROSS JOIN LATERAL (
    SELECT least(
        c.shift_end - l.clock + CASE WHEN c.shift_end <= l.clock THEN INTERVAL '24 hours' ELSE INTERVAL '0' END,
        (
            SELECT min(q.planned_start_at) FROM flux.work_orders AS q
            WHERE
                q.crew_id = c.crew_id AND q.status NOT IN ('completed', 'cancelled') AND q.outage_id IS NULL
                AND q.planned_end_at > :now
        ) - :now
    ) AS left_to_do
) AS r
LEFT JOIN LATERAL (
    SELECT q.work_order_id, coalesce(q.estimated_hours, 2) AS hours  -- as the board counts what nobody estimated
    FROM flux.work_orders AS q
    WHERE
        q.utility_id = c.utility_id AND q.status NOT IN ('completed', 'cancelled')
        AND q.status IN ('created', 'scheduled') AND q.outage_id IS NULL AND q.skill = ANY (c.skills)
        AND q.due_on <= CAST(:now AS timestamptz)::date + 1
        AND coalesce(q.estimated_hours, 2) * INTERVAL '1 hour' <= r.left_to_do
    ORDER BY q.due_on, (q.lon - c.lon) ^ 2 + (q.lat - c.lat) ^ 2
    LIMIT 1
) AS x ON true
LEFT JOIN flux.work_orders AS w ON w.work_order_id = c.work_order_id
WHERE c.utility_id = :utility_id AND c.outage_id IS NULL
ORDER BY c.crew_id
