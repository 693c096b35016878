-- One row an outage that lasted in a span of time (-1 where no device or transformer is named). `is_whole`: who was out in
-- it is not named in its interruptions, but is whoever its device feeds.
-- result: outage_id int64, feeder_id int32, device_id int32, transformer_id int32, started_at timestamp,
--         restored_at timestamp, is_whole bool
-- topics: outages
SELECT
    o.outage_id, o.feeder_id, coalesce(o.device_id, -1) AS device_id, coalesce(o.transformer_id, -1) AS transformer_id,
    o.started_at, o.restored_at,
    NOT o.has_interruptions
    OR EXISTS (SELECT FROM flux.interruptions AS i WHERE i.outage_id = o.outage_id AND i.transformer_ids IS NULL) AS is_whole
FROM flux.outages AS o
WHERE o.utility_id = :utility_id AND o.started_at < :to_at AND (o.restored_at > :from_at OR o.is_active)
ORDER BY o.outage_id
