-- One row an outage that is over and took supply from a transformer (transformer_id 0: from anybody of the feeder), of those
-- that began in a span of time; see place_outages.sql, which answers the same of the live database.
-- result: outage_id int64, out_at timestamp, restored_at timestamp, sustained float64, momentary float64,
--         sustained_minutes float64, is_named bool, device_id int32, cause string, kind string,
--         customers_interrupted int32, is_simulated bool
-- topics: exports
WITH near AS (
    SELECT
        outage_id, COALESCE(out_at, started_at) AS out_at, restored_at, COALESCE(device_id, -1) AS device_id, cause,
        COALESCE(kind, 'unplanned') AS kind, is_simulated, :transformer_id = 0 OR transformer_id IS NOT NULL AS is_named,
        IFF(:transformer_id = 0, customers_interrupted, 1) AS weight,
        restored_at > DATEADD('minute', 5, COALESCE(out_at, started_at)) AS is_sustained,
        IFF(
            :transformer_id = 0, customer_minutes,
            DATEDIFF('second', COALESCE(out_at, started_at), restored_at) / 60
        ) AS minutes
    FROM outage_events
    WHERE utility_id = :utility_id
        AND feeder_id = :feeder_id
        AND (:transformer_id = 0 OR transformer_id IS NULL)
        AND started_at >= :from_at::timestamp_ntz
        AND started_at < :to_at::timestamp_ntz
        AND restored_at IS NOT NULL
    UNION ALL
    SELECT
        outage_id, COALESCE(out_at, started_at), restored_at, COALESCE(device_id, -1), cause,
        COALESCE(kind, 'unplanned'), is_simulated, TRUE, 1,
        restored_at > DATEADD('minute', 5, COALESCE(out_at, started_at)),
        DATEDIFF('second', COALESCE(out_at, started_at), restored_at) / 60
    FROM outage_events
    WHERE utility_id = :utility_id
        AND transformer_id = :transformer_id
        AND :transformer_id <> 0
        AND started_at >= :from_at::timestamp_ntz
        AND started_at < :to_at::timestamp_ntz
        AND restored_at IS NOT NULL
),
whole AS (
    SELECT outage_id, SUM(customers_interrupted) AS customers_interrupted
    FROM outage_events
    WHERE utility_id = :utility_id AND outage_id IN (SELECT outage_id FROM near)
    GROUP BY outage_id
)
SELECT
    n.outage_id, MIN(n.out_at) AS out_at, MAX(n.restored_at) AS restored_at,
    SUM(IFF(n.is_sustained, n.weight, 0)) AS sustained, SUM(IFF(n.is_sustained, 0, n.weight)) AS momentary,
    SUM(IFF(n.is_sustained, n.minutes, 0)) AS sustained_minutes, MAX(n.is_named) AS is_named,
    MAX(n.device_id) AS device_id, MAX(n.cause) AS cause, MAX(n.kind) AS kind,
    MAX(w.customers_interrupted) AS customers_interrupted, MAX(n.is_simulated) AS is_simulated
FROM near AS n
JOIN whole AS w ON w.outage_id = n.outage_id
GROUP BY n.outage_id
ORDER BY MIN(n.out_at) DESC, n.outage_id
