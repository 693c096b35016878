-- One row each time that an alarm called for the operator in a period.
-- result: stepped_at timestamp, alarm_id int64, rule_id int64, asset_kind string, asset_id int32, asset_name string,
-- quantity string, priority string, operator string, threshold float64
-- topics: alarms
SELECT s.stepped_at, a.alarm_id, a.rule_id, a.asset_kind, a.asset_id, a.asset_name, a.quantity, a.priority, a.operator,
    a.threshold
FROM flux.alarm_steps AS s
JOIN flux.alarms AS a ON a.alarm_id = s.alarm_id
WHERE s.utility_id = :utility_id AND s.is_annunciated AND s.stepped_at >= :from_at AND s.stepped_at < :to_at
ORDER BY s.stepped_at, s.step_id
