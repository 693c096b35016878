-- One row: the utility of a alarm rule.
SELECT utility_id FROM flux.alarm_rules WHERE rule_id = :id
