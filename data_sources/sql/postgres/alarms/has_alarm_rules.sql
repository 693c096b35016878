-- One row where alarm rules were ever made for a utility.
SELECT 1 FROM flux.alarm_rules WHERE utility_id = :utility_id LIMIT 1
