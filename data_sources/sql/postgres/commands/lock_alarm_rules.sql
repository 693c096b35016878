-- One row a alarm rule, locked in the order of their numbers.
SELECT a.rule_id, to_jsonb(a) AS row
FROM flux.alarm_rules AS a
WHERE a.rule_id = ANY (CAST(:ids AS bigint[]))
ORDER BY a.rule_id
FOR UPDATE
