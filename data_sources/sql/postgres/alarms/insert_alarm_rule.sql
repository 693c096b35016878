-- One row: the number of a new alarm rule. Its values come as one JSON object.
INSERT INTO flux.alarm_rules (
    utility_id, quantity, scope_kind, scope_id, operator, threshold, deadband, on_delay_s, off_delay_s, priority, text,
    is_latching, is_enabled, is_default, created_at, created_by
)
SELECT
    :utility_id, n.quantity, n.scope_kind, n.scope_id, n.operator, n.threshold, n.deadband, n.on_delay_s, n.off_delay_s,
    n.priority, n.text, n.is_latching, n.is_enabled, :is_default, :now, :created_by
FROM jsonb_populate_record(NULL::flux.alarm_rules, CAST(:rule AS jsonb)) AS n
RETURNING rule_id
