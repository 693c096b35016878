-- One row a utility: whether it was ever given the default rules.
-- result: utility_id int32, utility_name string, has_rules bool
-- topics: network, alarms
SELECT
    u.utility_id, u.utility_name,
    EXISTS (SELECT 1 FROM flux.alarm_rules AS r WHERE r.utility_id = u.utility_id AND r.is_default) AS has_rules
FROM flux.utilities AS u
ORDER BY u.utility_id
