-- One row an interruption in the period that touched a meter's transformer (0: anybody on the feeder), with its own beginning
-- and end, or an outage on its feeder of which nobody knows which transformers it touched. customers_interrupted: of the
-- whole outage.
-- result: outage_id int64, is_own_transformer bool, started_at timestamp, restored_at timestamp, cause string,
--   customers_interrupted int32
-- topics: ami, exports
WITH near AS (
    SELECT DISTINCT
        outage_id, transformer_id IS NOT NULL AND :transformer_id <> 0 AS is_own_transformer,
        COALESCE(out_at, started_at) AS started_at, restored_at, cause
    FROM outage_events
    WHERE utility_id = :utility_id
        AND (
            transformer_id = :transformer_id
            OR (feeder_id = :feeder_id AND (transformer_id IS NULL OR :transformer_id = 0))
        )
        AND COALESCE(out_at, started_at) < :to_at::timestamp_ntz
        AND (restored_at IS NULL OR restored_at > :from_at::timestamp_ntz)
),
whole AS (
    SELECT outage_id, SUM(customers_interrupted) AS customers_interrupted
    FROM outage_events
    WHERE utility_id = :utility_id AND outage_id IN (SELECT outage_id FROM near)
    GROUP BY outage_id
)
SELECT n.outage_id, n.is_own_transformer, n.started_at, n.restored_at, n.cause, w.customers_interrupted
FROM near AS n
JOIN whole AS w ON w.outage_id = n.outage_id
ORDER BY n.started_at, n.outage_id
