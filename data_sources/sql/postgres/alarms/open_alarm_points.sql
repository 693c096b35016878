-- One row an alarm that is open, as the engine goes by it.
-- result: alarm_id int64, rule_id int64, quantity string, asset_kind string, asset_id int32, feeder_id int32,
-- substation_id int32, state string, is_in_alarm bool, is_acknowledged bool, held_until timestamp, cause_kind string,
-- cause_id int64, last_value float64, last_value_at timestamp
-- topics: alarms
SELECT
    alarm_id, rule_id, quantity, asset_kind, asset_id, feeder_id, substation_id, state, is_in_alarm,
    acknowledged_at IS NOT NULL AS is_acknowledged, held_until, cause_kind, cause_id, last_value,
    last_value_at
FROM flux.alarms
WHERE utility_id = :utility_id AND closed_at IS NULL
ORDER BY alarm_id
