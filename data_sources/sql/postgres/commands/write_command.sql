-- One row: the audit of a command, done or not.
INSERT INTO flux.audit (
    actor, action, utility_id, detail, target_kind, target_id, outage_ids, outage_versions, version, from_values, to_values,
    command_key, outcome, reason
)
VALUES (
    :actor, :action, :utility_id, CAST(:detail AS jsonb), :kind, :id, CAST(:outage_ids AS bigint[]),
    (
        SELECT array_agg(o.version ORDER BY t.place)
        FROM unnest(CAST(:outage_ids AS bigint[])) WITH ORDINALITY AS t (outage_id, place)
        LEFT JOIN flux.outages AS o ON o.outage_id = t.outage_id
    ),
    :version, CAST(:before AS jsonb), CAST(:after AS jsonb), :key, :outcome, :reason
)
RETURNING audit_id, written_at
