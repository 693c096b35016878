-- One row where a utility was ever given the default rules, whatever became of them.
SELECT 1 FROM flux.alarm_rules WHERE utility_id = :utility_id AND is_default LIMIT 1
