-- Sums over customers of a utility's interruptions that are over, outage by outage, of those that began before to_at; see
-- outage_sums.sql, which answers the same of the live database. Whoever asks leaves out the outages that count there.
-- result: outage_id int64, years_back int32, is_recent bool, is_feeder bool, sustained float64, sustained_minutes float64, momentary float64
-- topics: exports
WITH judged AS (
    SELECT
        outage_id, feeder_id = :feeder_id AS is_feeder, COALESCE(out_at, started_at) >= :recent_at::timestamp_ntz AS is_recent,
        customers_interrupted AS customers, customer_minutes AS minutes,
        restored_at > DATEADD('minute', 5, COALESCE(out_at, started_at)) AS is_sustained,
        CASE
            WHEN COALESCE(out_at, started_at) >= :edge_0::timestamp_ntz THEN 0
            WHEN COALESCE(out_at, started_at) >= :edge_1::timestamp_ntz THEN 1
            WHEN COALESCE(out_at, started_at) >= :edge_2::timestamp_ntz THEN 2
            WHEN COALESCE(out_at, started_at) >= :edge_3::timestamp_ntz THEN 3
            ELSE 4
        END AS years_back
    FROM outage_events
    WHERE utility_id = :utility_id
        AND started_at >= :edge_4::timestamp_ntz
        AND started_at < :to_at::timestamp_ntz
        AND restored_at IS NOT NULL
)
SELECT
    outage_id, years_back, is_recent, is_feeder,
    SUM(IFF(is_sustained, customers, 0)) AS sustained, SUM(IFF(is_sustained, minutes, 0)) AS sustained_minutes,
    SUM(IFF(is_sustained, 0, customers)) AS momentary
FROM judged
GROUP BY outage_id, years_back, is_recent, is_feeder
ORDER BY outage_id, years_back, is_recent, is_feeder
