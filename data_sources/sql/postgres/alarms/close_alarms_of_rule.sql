-- Closes the alarms of a rule that is deleted, each with its step. One row an alarm closed.
WITH before AS (
    SELECT alarm_id, state FROM flux.alarms WHERE rule_id = :rule_id AND closed_at IS NULL
),
closed AS (
    UPDATE flux.alarms AS a
    SET
        state = 'normal', is_in_alarm = false, closed_at = :now, held_until = NULL, held_by = NULL, held_reason = NULL,
        version = a.version + 1
    FROM before AS b
    WHERE a.alarm_id = b.alarm_id
    RETURNING a.alarm_id, a.utility_id
)
INSERT INTO flux.alarm_steps (alarm_id, utility_id, stepped_at, event, from_state, to_state, is_annunciated, stepped_by, note)
SELECT c.alarm_id, c.utility_id, :now, 'rule_deleted', b.state, 'normal', false, :stepped_by, 'Its rule was deleted.'
FROM closed AS c
JOIN before AS b ON b.alarm_id = c.alarm_id
ORDER BY c.alarm_id
RETURNING alarm_id
