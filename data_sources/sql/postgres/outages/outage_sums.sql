-- Sums over customers of a utility's interruptions, each judged by itself: one row a local year (years_back from the present
-- one), whether it lies in the last twelve months, and whether it is the feeder's. Edges are the beginnings of these years,
-- the present one's first. What lasts counts up to as_of.
-- result: years_back int32, is_recent bool, is_feeder bool, sustained float64, sustained_minutes float64, momentary float64
-- topics: outages
WITH judged AS (
    SELECT
        c.feeder_id = :feeder_id AS is_feeder, c.out_at >= :recent_at AS is_recent, c.customers,
        coalesce(c.restored_at, CAST(:as_of AS timestamptz)) - c.out_at > interval '5 minutes' AS is_sustained,
        c.customer_minutes + c.customers_out * greatest(extract(epoch FROM CAST(:as_of AS timestamptz) - c.stepped_at), 0)::float8 / 60
            AS minutes,
        CASE
            WHEN c.out_at >= :edge_0 THEN 0 WHEN c.out_at >= :edge_1 THEN 1 WHEN c.out_at >= :edge_2 THEN 2
            WHEN c.out_at >= :edge_3 THEN 3 ELSE 4
        END AS years_back
    FROM flux.customer_interruptions AS c
    WHERE c.utility_id = :utility_id AND c.started_at >= :edge_4 AND c.out_at < CAST(:as_of AS timestamptz)
)
SELECT
    years_back, is_recent, is_feeder,
    coalesce(sum(customers) FILTER (WHERE is_sustained), 0)::float8 AS sustained,
    coalesce(sum(minutes) FILTER (WHERE is_sustained), 0)::float8 AS sustained_minutes,
    coalesce(sum(customers) FILTER (WHERE NOT is_sustained), 0)::float8 AS momentary
FROM judged
GROUP BY years_back, is_recent, is_feeder
ORDER BY years_back, is_recent, is_feeder
