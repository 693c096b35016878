-- One row a command about a work order, newest first: done, refused or in conflict with another; of an outage's order those
-- about the outage too. detail, from_values, to_values: JSON.
-- result: audit_id int64, written_at timestamp, actor string, action string, detail string, from_values string,
-- to_values string, outcome string, reason string, version int32, is_about_it bool
-- topics: work_orders, audit
SELECT
    a.audit_id, a.written_at, a.actor, a.action, a.detail::text AS detail, a.from_values::text AS from_values,
    a.to_values::text AS to_values, a.outcome, a.reason, a.version, a.target_kind = 'work_order' AS is_about_it
FROM flux.audit AS a
WHERE
    (a.target_kind = 'work_order' AND a.target_id = :work_order_id)
    OR a.outage_ids @> (
        SELECT ARRAY[w.outage_id] FROM flux.work_orders AS w
        WHERE w.work_order_id = :work_order_id AND w.outage_id IS NOT NULL
    )
ORDER BY a.audit_id DESC
LIMIT 500
