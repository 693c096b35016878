-- One row a command that was done in a period, the latest first; not those of services, which are counted, nor
-- what stands in the report elsewhere.
-- result: written_at timestamp, actor string, action string, target_kind string, target_id int64, detail string,
-- from_values string, to_values string
-- topics: audit, outages, work_orders, alarms, shift_log, crews, storms, calls
SELECT
    written_at, actor, action, target_kind, target_id, detail::text AS detail, from_values::text AS from_values,
    to_values::text AS to_values
FROM flux.audit
WHERE
    utility_id = :utility_id AND outcome = 'done' AND written_at >= :from_at AND written_at < :to_at
    AND actor <> ALL (string_to_array(:services, ','))
    AND action <> ALL (string_to_array(:told_elsewhere, ','))
ORDER BY audit_id DESC
LIMIT :most
