-- One row an alarm, locked in the order of their numbers: where it stands now.
SELECT alarm_id, state, is_in_alarm, acknowledged_at IS NOT NULL AS is_acknowledged
FROM flux.alarms
WHERE alarm_id = ANY (CAST(:alarm_ids AS bigint[]))
ORDER BY alarm_id
FOR UPDATE
