-- One row: what was done by a caller's key.
SELECT audit_id, written_at, action, detail, target_kind, target_id, version, from_values, to_values, outage_ids,
    reason, secrets_digest
FROM flux.audit
WHERE actor = :actor AND command_key = :key AND outcome = 'done'
