-- One row an open alarm of a rule, locked in the order of their numbers.
SELECT alarm_id, state, is_in_alarm, held_reason, acknowledged_at IS NOT NULL AS is_acknowledged
FROM flux.alarms
WHERE rule_id = :rule_id AND closed_at IS NULL
ORDER BY alarm_id
FOR UPDATE
