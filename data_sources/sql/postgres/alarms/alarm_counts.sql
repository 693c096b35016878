-- One row a priority and state: alarms that are open, and how many of these have stood for more than a day.
-- result: priority string, state string, alarms int64, stale int64
-- topics: alarms
-- ages: 60
SELECT
    priority, state, count(*) AS alarms,
    count(*) FILTER (WHERE is_in_alarm AND annunciated_at < now() - interval '24 hours') AS stale
FROM flux.alarms
WHERE utility_id = :utility_id AND closed_at IS NULL
GROUP BY priority, state
ORDER BY array_position(ARRAY['critical', 'high', 'medium', 'low'], priority), state
