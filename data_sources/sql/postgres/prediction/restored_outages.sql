-- One row an outage that was restored since a moment: some of those behind it may have stayed without supply. is_asked: its
-- meters were asked since. is_noticed: its meters have something to say: it lasted as many seconds as :noticed, or some of
-- them sent a last gasp when it began (within a minute before: clocks differ).
-- result: outage_id int64, state string, device_id int32, transformer_id int32, meter_id int32, restored_at timestamp,
-- is_asked bool, is_noticed bool, time_zone string
-- topics: outages, calls
SELECT
    o.outage_id, o.state, o.device_id, o.transformer_id, o.meter_id, o.restored_at,
    EXISTS (
        SELECT FROM flux.meter_pings AS p WHERE p.outage_id = o.outage_id AND p.asked_at >= o.restored_at
    ) AS is_asked,
    extract(epoch FROM o.restored_at - o.started_at) >= CAST(:noticed AS float8) OR EXISTS (
        SELECT FROM flux.interruptions AS i
        JOIN flux.meters AS t ON t.transformer_id = any(i.transformer_ids)
        JOIN flux.meter_messages AS m ON m.meter_id = t.meter_id
        WHERE
            i.outage_id = o.outage_id AND m.kind = 'last_gasp'
            AND m.received_at > o.started_at - interval '1 minute'
            AND m.sent_at BETWEEN o.started_at - interval '1 minute' AND o.restored_at
    ) AS is_noticed,
    u.time_zone
FROM flux.outages AS o
JOIN flux.utilities AS u ON u.utility_id = o.utility_id
WHERE
    o.utility_id = :utility_id AND o.restored_at > :since AND o.state IN ('restored', 'closed')
    AND (o.device_id IS NOT NULL OR o.transformer_id IS NOT NULL)
ORDER BY o.outage_id
