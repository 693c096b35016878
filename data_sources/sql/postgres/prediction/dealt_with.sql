-- One row a group of customers who got supply back, or a presumed outage that somebody cancelled: what their meters told up
-- to then is dealt with. transformer_ids: with commas; NULL where the place is a device, a transformer or one meter.
-- result: until_ms int64, transformer_ids string, device_id int32, transformer_id int32, meter_id int32
-- topics: outages
SELECT
    (extract(epoch FROM i.restored_at) * 1000)::int8 AS until_ms, array_to_string(i.transformer_ids, ',') AS transformer_ids,
    NULL::int4 AS device_id, NULL::int4 AS transformer_id, CASE WHEN i.transformer_ids IS NULL THEN o.meter_id END AS meter_id
FROM flux.interruptions AS i
JOIN flux.outages AS o ON o.outage_id = i.outage_id
WHERE o.utility_id = :utility_id AND i.restored_at > :since AND (i.transformer_ids IS NOT NULL OR o.meter_id IS NOT NULL)
UNION ALL
SELECT (extract(epoch FROM o.closed_at) * 1000)::int8, NULL, o.device_id, o.transformer_id, o.meter_id
FROM flux.outages AS o
WHERE
    o.utility_id = :utility_id AND o.state = 'cancelled' AND o.closed_at > :since AND o.kind = 'unplanned'
    AND EXISTS (
        SELECT
        FROM flux.audit AS a
        WHERE
            a.outage_ids @> ARRAY[o.outage_id] AND a.action = 'cancel_outage' AND a.outcome = 'done'
            AND a.actor <> :rule
    )
