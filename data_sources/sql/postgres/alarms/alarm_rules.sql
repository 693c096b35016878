-- One row a rule that was not deleted, with what the engine saw of it last.
-- result: rule_id int64, quantity string, scope_kind string, scope_id int32, scope_name string, operator string,
-- threshold float64, deadband float64, on_delay_s int32, off_delay_s int32, priority string, text string, is_latching bool,
-- is_enabled bool, is_default bool, created_at timestamp, created_by string, version int32, looked_at timestamp,
-- points int32, unknown int32, suppressed int32, open_alarms int64
-- topics: alarms
SELECT
    r.rule_id, r.quantity, r.scope_kind, r.scope_id,
    coalesce(s.substation_name, f.feeder_name, t.transformer_name, u.utility_name) AS scope_name, r.operator, r.threshold,
    r.deadband, r.on_delay_s, r.off_delay_s, r.priority, r.text, r.is_latching, r.is_enabled, r.is_default, r.created_at,
    r.created_by, r.version, l.looked_at, l.points, l.unknown, l.suppressed,
    (SELECT count(*) FROM flux.alarms AS a WHERE a.rule_id = r.rule_id AND a.closed_at IS NULL) AS open_alarms
FROM flux.alarm_rules AS r
JOIN flux.utilities AS u ON u.utility_id = r.utility_id
LEFT JOIN flux.substations AS s ON r.scope_kind = 'substation' AND s.substation_id = r.scope_id
LEFT JOIN flux.feeders AS f ON r.scope_kind = 'feeder' AND f.feeder_id = r.scope_id
LEFT JOIN flux.transformers AS t ON r.scope_kind = 'transformer' AND t.transformer_id = r.scope_id
LEFT JOIN flux.alarm_looks AS l ON l.rule_id = r.rule_id
WHERE r.utility_id = :utility_id AND r.deleted_at IS NULL
ORDER BY r.rule_id
