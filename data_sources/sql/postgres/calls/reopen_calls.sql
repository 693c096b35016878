-- One row a call: opens a closed call again, with those of its meter that were closed with it: they are one customer's.
-- Where their outage was moved to the history meanwhile they tell of none: an open call at it would be nobody's.
UPDATE flux.trouble_calls AS c
SET
    closed_at = NULL, version = c.version + 1,
    outage_id = (SELECT there.outage_id FROM flux.outages AS there WHERE there.outage_id = c.outage_id)
FROM flux.trouble_calls AS o
WHERE
    o.call_id = CAST(:call_id AS bigint)
    AND (c.call_id = o.call_id OR (c.meter_id = o.meter_id AND c.closed_at = o.closed_at))
RETURNING c.call_id
