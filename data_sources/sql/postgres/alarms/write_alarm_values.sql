-- Writes the present values of open alarms; nobody's version moves with them. One that a command holds just now is left for
-- the next time. One row an alarm written.
WITH present AS (
    SELECT *
    FROM unnest(
        CAST(:alarm_ids AS bigint[]), CAST(:alarm_values AS double precision[]), CAST(:measured_s AS double precision[])
    ) AS n (alarm_id, value, measured_s)
),
held AS (
    SELECT a.alarm_id
    FROM flux.alarms AS a
    WHERE a.alarm_id = ANY (CAST(:alarm_ids AS bigint[])) AND a.closed_at IS NULL
    ORDER BY a.alarm_id
    FOR UPDATE SKIP LOCKED
)
UPDATE flux.alarms AS a
SET last_value = n.value, last_value_at = to_timestamp(n.measured_s)
FROM held AS h
JOIN present AS n ON n.alarm_id = h.alarm_id
WHERE a.alarm_id = h.alarm_id
RETURNING a.alarm_id
