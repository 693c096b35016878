-- One row: who made the present version of a thing, when and how. An outage's order changes with its outage, in the same
-- transaction as the command of the outage, so that both have its time.
SELECT actor, written_at, action, CASE WHEN target_kind = :kind AND target_id = :id THEN to_values END AS to_values
FROM flux.audit
WHERE
    outcome = 'done'
    AND CASE
        WHEN :kind = 'outage' THEN
            outage_ids @> ARRAY[CAST(:id AS bigint)]
            AND outage_versions[array_position(outage_ids, CAST(:id AS bigint))] = :version
        WHEN :kind = 'call' AND call_ids IS NOT NULL THEN
            call_ids @> ARRAY[CAST(:id AS bigint)]
            AND call_versions[array_position(call_ids, CAST(:id AS bigint))] = :version
        WHEN :kind = 'work_order' THEN
            (target_kind = :kind AND target_id = :id AND version = :version)
            OR (
                outage_ids @> ARRAY[(
                    SELECT w.outage_id FROM flux.work_orders AS w WHERE w.work_order_id = :id AND w.version = :version
                )]
                AND written_at = (SELECT w.updated_at FROM flux.work_orders AS w WHERE w.work_order_id = :id)
            )
        ELSE target_kind = :kind AND target_id = :id AND version = :version
    END
ORDER BY audit_id DESC
LIMIT 1
