-- One row a customer who wants to be called back and now is: supply is said to be back, or nothing came of the call.
-- result: call_id int64, meter_id int32
-- topics: calls, outages
SELECT c.call_id, c.meter_id
FROM flux.trouble_calls AS c
LEFT JOIN flux.outages AS o ON o.outage_id = c.outage_id
WHERE
    c.utility_id = :utility_id AND c.closed_at IS NULL AND c.callback = 'wanted' AND c.is_simulated AND c.meter_id IS NOT NULL
    AND (
        o.restored_at <= :until
        OR (coalesce(o.state, 'cancelled') = 'cancelled' AND c.called_at <= CAST(:until AS timestamptz) - interval '5 minutes')
    )
ORDER BY c.call_id
LIMIT :lines
