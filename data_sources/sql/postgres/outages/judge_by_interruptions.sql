-- Lets outages whose interruptions were loaded beside them be judged by these: who was back within five minutes is momentary.
UPDATE flux.outages SET has_interruptions = true
WHERE NOT has_interruptions AND outage_id IN (SELECT outage_id FROM flux.interruptions)
