-- One row: an alarm, open or closed.
-- result: alarm_id int64, utility_id int32, rule_id int64, quantity string, asset_kind string, asset_id int32,
-- asset_name string, feeder_id int32, substation_id int32, lon float64, lat float64, priority string, text string,
-- operator string, threshold float64, state string, is_in_alarm bool, raised_at timestamp, annunciated_at timestamp,
-- annunciations int32, cleared_at timestamp, acknowledged_at timestamp, acknowledged_by string, closed_at timestamp,
-- raised_value float64, last_value float64, last_value_at timestamp, held_until timestamp, held_by string,
-- held_reason string, assigned_to string, cause_kind string, cause_id int64, is_simulated bool, version int32
-- topics: alarms
SELECT
    alarm_id, utility_id, rule_id, quantity, asset_kind, asset_id, asset_name, feeder_id, substation_id, lon, lat, priority,
    text, operator, threshold, state, is_in_alarm, raised_at, annunciated_at, annunciations, cleared_at, acknowledged_at,
    acknowledged_by, closed_at, raised_value, last_value, last_value_at, held_until, held_by, held_reason, assigned_to, cause_kind,
    cause_id, is_simulated, version
FROM flux.alarms
WHERE alarm_id = :alarm_id
