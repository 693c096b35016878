-- Writes what the engine saw of a rule at a look.
INSERT INTO flux.alarm_looks (rule_id, utility_id, looked_at, points, unknown, suppressed)
SELECT rule_id, utility_id, :now, :points, :unknown, :suppressed FROM flux.alarm_rules WHERE rule_id = :rule_id
ON CONFLICT (rule_id) DO UPDATE SET
    looked_at = excluded.looked_at, points = excluded.points, unknown = excluded.unknown, suppressed = excluded.suppressed
