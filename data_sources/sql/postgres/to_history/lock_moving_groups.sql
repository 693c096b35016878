-- Locks the groups of customers of outages that are being moved. One row a group.
SELECT interruption_id
FROM flux.interruptions
WHERE outage_id = ANY(:outage_ids::bigint[])
ORDER BY interruption_id
FOR UPDATE
