-- Locks outages until they are moved: nobody changes them, or adds to them. One row an outage.
SELECT o.outage_id
FROM flux.outages AS o
WHERE o.outage_id = ANY(:outage_ids::bigint[])
ORDER BY o.outage_id
FOR UPDATE
