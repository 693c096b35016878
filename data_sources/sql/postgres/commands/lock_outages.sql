-- One row an outage, locked in the order of their numbers: those named, and the active ones of some utilities.
SELECT o.outage_id, to_jsonb(o) AS row
FROM flux.outages AS o
WHERE
    o.outage_id = ANY (CAST(:ids AS bigint[]))
    OR (o.is_active AND o.utility_id = ANY (CAST(:utility_ids AS integer[])))
ORDER BY o.outage_id
FOR UPDATE
