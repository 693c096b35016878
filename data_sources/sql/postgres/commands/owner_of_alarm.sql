-- One row: the utility of a alarm.
SELECT utility_id FROM flux.alarms WHERE alarm_id = :id
