-- Removes alarms that were closed before a moment, with their steps. One row an alarm removed.
DELETE FROM flux.alarms
WHERE alarm_id = ANY(ARRAY(
    SELECT alarm_id FROM flux.alarms WHERE closed_at IS NOT NULL AND closed_at < :before ORDER BY closed_at LIMIT :most
))
RETURNING alarm_id
