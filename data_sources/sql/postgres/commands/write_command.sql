-- One row: the audit of a command, done or not, and the versions that outages and calls have now.
INSERT INTO flux.audit (
    actor, action, utility_id, detail, target_kind, target_id, outage_ids, outage_versions, call_ids, call_versions, version, from_values, to_values,
    command_key, outcome, reason, secrets_digest
)
VALUES (
    :actor, :action, :utility_id, CAST(:detail AS jsonb), :kind, :id, CAST(:outage_ids AS bigint[]),
    (
        SELECT array_agg(o.version ORDER BY t.place)
        FROM unnest(CAST(:outage_ids AS bigint[])) WITH ORDINALITY AS t (outage_id, place)
        LEFT JOIN flux.outages AS o ON o.outage_id = t.outage_id
    ),
    CAST(:call_ids AS bigint[]),
    (
        SELECT array_agg(c.version ORDER BY t.place)
        FROM unnest(CAST(:call_ids AS bigint[])) WITH ORDINALITY AS t (call_id, place)
        LEFT JOIN flux.trouble_calls AS c ON c.call_id = t.call_id
    ),
    :version, CAST(:before AS jsonb), CAST(:after AS jsonb), :key, :outcome, :reason, :secrets_digest
)
RETURNING audit_id, written_at, outage_versions, call_versions
