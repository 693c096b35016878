-- Writes some columns of an alarm rule, given as one JSON object; its version is one more.
UPDATE flux.alarm_rules AS r
SET (threshold, deadband, on_delay_s, off_delay_s, priority, text, is_latching, is_enabled, deleted_at) = (
    SELECT
        n.threshold, n.deadband, n.on_delay_s, n.off_delay_s, n.priority, n.text, n.is_latching, n.is_enabled, n.deleted_at
    FROM jsonb_populate_record(r, CAST(:changes AS jsonb)) AS n
),
version = r.version + 1
WHERE r.rule_id = :rule_id
