-- One row an alarm that was open at the end of a period: those nobody has acknowledged first, then by priority.
-- result: alarm_id int64, asset_name string, quantity string, priority string, text string, state string, is_in_alarm bool,
-- raised_at timestamp, acknowledged_by string, held_until timestamp, held_by string, held_reason string, assigned_to string,
-- cause_kind string, cause_id int64, cause_name string, last_value float64, last_value_at timestamp, is_simulated bool
-- topics: alarms
SELECT
    alarm_id, asset_name, quantity, priority, text, state, is_in_alarm, raised_at, acknowledged_by, held_until, held_by,
    held_reason, assigned_to, cause_kind, cause_id,
    CASE cause_kind
        WHEN 'outage' THEN 'Outage ' || cause_id
        WHEN 'feeder' THEN 'Feeder ' || (SELECT f.feeder_name FROM flux.feeders AS f WHERE f.feeder_id = a.cause_id)
        WHEN 'substation' THEN
            'Substation ' || (SELECT s.substation_name FROM flux.substations AS s WHERE s.substation_id = a.cause_id)
    END AS cause_name,
    last_value, last_value_at, is_simulated
FROM flux.alarms AS a
WHERE utility_id = :utility_id AND raised_at < :to_at AND (closed_at IS NULL OR closed_at >= :to_at)
ORDER BY
    state NOT IN ('unacknowledged', 'returned', 'latched_unacknowledged'),
    array_position(ARRAY['critical', 'high', 'medium', 'low'], priority), raised_at, alarm_id
