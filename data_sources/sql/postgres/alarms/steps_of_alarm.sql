-- One row each time something happened to an alarm, the latest first.
-- result: stepped_at timestamp, event string, from_state string, to_state string, is_annunciated bool, stepped_by string,
-- value float64, note string
-- topics: alarms
SELECT stepped_at, event, from_state, to_state, is_annunciated, stepped_by, value, note
FROM flux.alarm_steps
WHERE alarm_id = :alarm_id
ORDER BY step_id DESC
LIMIT 500
