-- One row a command that changed an outage or meant to, newest first: done, refused or in conflict with another.
-- detail, from_values, to_values: JSON. A refusal changes no outage, but is told of too.
-- result: audit_id int64, written_at timestamp, actor string, action string, detail string, from_values string,
-- to_values string, outcome string, reason string, version int32, is_about_it bool
-- topics: outages, audit
SELECT
    audit_id, written_at, actor, action, detail::text AS detail, from_values::text AS from_values,
    to_values::text AS to_values, outcome, reason, version, target_kind = 'outage' AND target_id = :outage_id AS is_about_it
FROM flux.audit
WHERE outage_ids @> ARRAY[CAST(:outage_id AS bigint)]
ORDER BY audit_id DESC
LIMIT 500
