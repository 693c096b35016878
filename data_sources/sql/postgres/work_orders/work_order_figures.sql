-- One row: what the open work orders of a utility come to, and what was completed in the last seven days. Days are those of
-- the utility's own time zone.
-- result: open int64, unassigned int64, late int64, due_today int64, under_way int64, on_hold int64, completed int64,
-- open_hours float64
-- topics: work_orders
-- ages: 600
SELECT
    count(w.work_order_id) AS open,
    count(w.work_order_id) FILTER (WHERE w.crew_id IS NULL) AS unassigned,
    count(*) FILTER (WHERE w.due_on < d.today) AS late,
    count(*) FILTER (WHERE w.due_on = d.today) AS due_today,
    count(*) FILTER (WHERE w.status IN ('en_route', 'in_progress')) AS under_way,
    count(*) FILTER (WHERE w.status = 'on_hold') AS on_hold,
    (
        SELECT count(*) FROM flux.work_orders AS c
        WHERE c.utility_id = :utility_id AND c.completed_at > now() - interval '7 days'
    ) AS completed,
    coalesce(sum(w.estimated_hours), 0)::float8 AS open_hours
FROM (
    SELECT (now() AT TIME ZONE time_zone)::date AS today FROM flux.utilities WHERE utility_id = :utility_id
) AS d
LEFT JOIN flux.work_orders AS w ON w.utility_id = :utility_id AND w.status NOT IN ('completed', 'cancelled')
