-- One row an outage that was restored since a moment: some of those behind it may have stayed without supply. is_asked: its
-- meters were asked since.
-- result: outage_id int64, state string, device_id int32, transformer_id int32, meter_id int32, restored_at timestamp,
-- is_asked bool
-- topics: outages, calls
SELECT
    o.outage_id, o.state, o.device_id, o.transformer_id, o.meter_id, o.restored_at,
    EXISTS (
        SELECT FROM flux.meter_pings AS p WHERE p.outage_id = o.outage_id AND p.asked_at >= o.restored_at
    ) AS is_asked
FROM flux.outages AS o
WHERE
    o.utility_id = :utility_id AND o.restored_at > :since AND o.state IN ('restored', 'closed')
    AND (o.device_id IS NOT NULL OR o.transformer_id IS NOT NULL)
ORDER BY o.outage_id
