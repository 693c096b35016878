-- One row: what people set and wrote down in the control room of a utility, as JSON, kept when its network is replaced: alarm
-- rules, shifts, and notes of the shift log.
SELECT
    coalesce((SELECT jsonb_agg(to_jsonb(r) ORDER BY r.rule_id) FROM flux.alarm_rules AS r WHERE r.utility_id = :utility_id), '[]')::text
        AS rules,
    coalesce((SELECT jsonb_agg(to_jsonb(s) ORDER BY s.shift_id) FROM flux.shifts AS s WHERE s.utility_id = :utility_id), '[]')::text
        AS shifts,
    coalesce((SELECT jsonb_agg(to_jsonb(n) ORDER BY n.note_id) FROM flux.shift_log AS n WHERE n.utility_id = :utility_id), '[]')::text
        AS notes
