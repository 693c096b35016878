-- One row an actor and action of a period: how often it was done.
-- result: actor string, action string, changes int64
-- topics: audit, outages, work_orders, alarms, shift_log, crews, storms, calls
SELECT actor, action, count(*) AS changes
FROM flux.audit
WHERE utility_id = :utility_id AND outcome = 'done' AND written_at >= :from_at AND written_at < :to_at
GROUP BY actor, action
ORDER BY actor, changes DESC, action
