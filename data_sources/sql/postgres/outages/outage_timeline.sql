-- One row a command that changed an outage, or was meant to: who, when, what, and what came of it.
-- result: audit_id int64, at timestamp, by string, command string, outcome string, reason string, version int32,
-- asked string, before string, after string
-- topics: outages, audit
SELECT
    audit_id, written_at AS at, actor AS by, action AS command, outcome, reason,
    outage_versions[array_position(outage_ids, CAST(:outage_id AS bigint))] AS version,
    detail::text AS asked, from_values::text AS before, to_values::text AS after
FROM flux.audit
WHERE outage_ids @> ARRAY[CAST(:outage_id AS bigint)]
ORDER BY audit_id
