-- One row a status: work orders that have it, those begun and ended in a period, and those that are late.
-- result: status string, orders int64, created int64, completed int64, late int64
-- topics: work_orders
SELECT
    status, count(*) AS orders,
    count(*) FILTER (WHERE created_at >= :from_at AND created_at < :to_at) AS created,
    count(*) FILTER (WHERE completed_at >= :from_at AND completed_at < :to_at) AS completed,
    count(*) FILTER (WHERE due_on < :today AND status NOT IN ('completed', 'cancelled')) AS late
FROM flux.work_orders
WHERE
    utility_id = :utility_id
    AND (status NOT IN ('completed', 'cancelled') OR (completed_at >= :from_at AND completed_at < :to_at))
GROUP BY status
ORDER BY array_position(
    ARRAY['created', 'scheduled', 'assigned', 'en_route', 'in_progress', 'on_hold', 'completed', 'cancelled'], status
)
