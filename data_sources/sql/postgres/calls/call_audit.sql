-- One row a command that changed a call or meant to, newest first; what a person said of themselves is masked in it.
-- result: audit_id int64, written_at timestamp, actor string, action string, detail string, from_values string,
-- to_values string, outcome string, reason string, version int32, is_about_it bool
-- topics: calls, audit
SELECT
    audit_id, written_at, actor, action, detail::text AS detail, from_values::text AS from_values,
    to_values::text AS to_values, outcome, reason,
    CASE
        WHEN target_kind = 'call' AND target_id = CAST(:call_id AS bigint) THEN version
        ELSE call_versions[array_position(call_ids, CAST(:call_id AS bigint))]
    END AS version,
    target_kind = 'call' AND target_id = CAST(:call_id AS bigint) AS is_about_it
FROM flux.audit
WHERE
    (target_kind = 'call' AND target_id = CAST(:call_id AS bigint))
    OR call_ids @> ARRAY[CAST(:call_id AS bigint)]
ORDER BY audit_id DESC
LIMIT 200
