-- One row where an outage that is not over has that crew.
SELECT 1
FROM flux.outages
WHERE outage_id = :outage_id AND crew_id = :crew_id AND state NOT IN ('closed', 'cancelled', 'merged')
