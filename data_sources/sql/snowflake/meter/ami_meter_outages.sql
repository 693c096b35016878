-- One row an outage in the period that touched a meter's transformer, or something else on its feeder.
-- result: outage_id int64, is_own_transformer bool, started_at timestamp, restored_at timestamp, cause string,
--   customers_interrupted int32
-- topics: ami, exports
SELECT
    o.outage_id,
    o.transformer_id IS NOT NULL AS is_own_transformer,
    o.started_at,
    o.restored_at,
    o.cause,
    o.customers_interrupted
FROM outage_events AS o
WHERE o.utility_id = :utility_id
    AND o.feeder_id = :feeder_id
    AND (o.transformer_id = :transformer_id OR o.transformer_id IS NULL)
    AND o.started_at < :to_at::timestamp_ntz
    AND (o.restored_at IS NULL OR o.restored_at > :from_at::timestamp_ntz)
ORDER BY o.started_at
