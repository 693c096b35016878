-- One row a alarm, locked in the order of their numbers.
SELECT a.alarm_id, to_jsonb(a) AS row
FROM flux.alarms AS a
WHERE a.alarm_id = ANY (CAST(:ids AS bigint[]))
ORDER BY a.alarm_id
FOR UPDATE
