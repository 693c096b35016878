-- One row an alarm that is open: those nobody has acknowledged first, then by priority, the newest first.
-- result: alarm_id int64, rule_id int64, quantity string, asset_kind string, asset_id int32, asset_name string,
-- feeder_id int32, feeder_name string, substation_id int32, substation_name string, lon float64, lat float64, priority string,
-- text string, operator string, threshold float64, state string, is_unseen bool, is_in_alarm bool, raised_at timestamp,
-- annunciated_at timestamp, annunciations int32, cleared_at timestamp, acknowledged_at timestamp, acknowledged_by string,
-- raised_value float64, last_value float64, last_value_at timestamp, held_until timestamp, held_by string, held_reason string, assigned_to string,
-- cause_kind string, cause_id int64, cause_name string, is_simulated bool, version int32
-- topics: alarms
SELECT
    a.alarm_id, a.rule_id, a.quantity, a.asset_kind, a.asset_id, a.asset_name, a.feeder_id, f.feeder_name, a.substation_id,
    s.substation_name, a.lon, a.lat, a.priority, a.text, a.operator, a.threshold, a.state,
    a.state IN ('unacknowledged', 'returned', 'latched_unacknowledged') AS is_unseen, a.is_in_alarm, a.raised_at,
    a.annunciated_at, a.annunciations, a.cleared_at, a.acknowledged_at, a.acknowledged_by, a.raised_value, a.last_value,
    a.last_value_at, a.held_until, a.held_by, a.held_reason, a.assigned_to, a.cause_kind, a.cause_id,
    CASE a.cause_kind
        WHEN 'outage' THEN 'Outage ' || a.cause_id WHEN 'feeder' THEN 'Feeder ' || f.feeder_name
        WHEN 'substation' THEN 'Substation ' || s.substation_name
    END AS cause_name,
    a.is_simulated, a.version
FROM flux.alarms AS a
LEFT JOIN flux.feeders AS f ON f.feeder_id = a.feeder_id
LEFT JOIN flux.substations AS s ON s.substation_id = a.substation_id
WHERE a.utility_id = :utility_id AND a.closed_at IS NULL
ORDER BY
    is_unseen DESC, array_position(ARRAY['critical', 'high', 'medium', 'low'], a.priority), a.annunciated_at DESC, a.alarm_id DESC
LIMIT 5000
