-- One row a utility with alarms that nobody has acknowledged: how many, by priority.
-- result: utility_id int32, critical int64, high int64, medium int64, low int64
-- topics: alarms
SELECT
    utility_id,
    count(*) FILTER (WHERE priority = 'critical') AS critical, count(*) FILTER (WHERE priority = 'high') AS high,
    count(*) FILTER (WHERE priority = 'medium') AS medium, count(*) FILTER (WHERE priority = 'low') AS low
FROM flux.alarms
WHERE closed_at IS NULL AND state IN ('unacknowledged', 'returned', 'latched_unacknowledged')
GROUP BY utility_id
ORDER BY utility_id
