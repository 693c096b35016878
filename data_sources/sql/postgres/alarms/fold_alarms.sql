-- Says under which cause alarms are folded.
UPDATE flux.alarms AS a
SET cause_kind = nullif(n.cause_kind, ''), cause_id = CASE WHEN n.cause_kind <> '' THEN n.cause_id END
FROM unnest(CAST(:alarm_ids AS bigint[]), CAST(:cause_kinds AS text[]), CAST(:cause_ids AS bigint[])) AS n (alarm_id, cause_kind, cause_id)
WHERE a.alarm_id = n.alarm_id
