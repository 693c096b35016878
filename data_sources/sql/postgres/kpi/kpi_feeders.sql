-- One row a feeder: its share of every figure of the KPI row (same rules as kpis.sql).
-- result: feeder_id int32, feeder_name string, substation_name string, customers_served int32, sustained_outages int64,
-- customer_interruptions int64, customer_minutes float64, active_outages int64, customers_out int64, load_kw float32,
-- load_pct float32, peak_load_kw float32, updated_at timestamp
-- topics: outages, feeder_status, network
WITH scope AS (
    SELECT
        utility_id, time_zone, CAST(:as_of AS timestamptz) AS as_of,
        extract(year FROM CAST(:as_of AS timestamptz) AT TIME ZONE time_zone)::integer AS year
    FROM flux.utilities
    WHERE utility_id = :utility_id
),
active AS (
    SELECT
        o.feeder_id,
        count(*) AS outages,
        sum(o.customers_out) AS customers_out,
        count(*) FILTER (WHERE counts) AS sustained,
        coalesce(sum(o.customers_interrupted) FILTER (WHERE counts), 0) AS interruptions,
        coalesce(sum(
            o.customer_minutes + o.customers_out * greatest(extract(epoch FROM s.as_of - o.stepped_at), 0)::float8 / 60
        ) FILTER (WHERE counts), 0) AS customer_minutes
    FROM scope AS s
    JOIN flux.outages AS o ON o.utility_id = s.utility_id AND o.restored_at IS NULL
    CROSS JOIN LATERAL (
        SELECT
            s.as_of - o.started_at > interval '5 minutes'
            AND extract(year FROM o.started_at AT TIME ZONE s.time_zone) = s.year AS counts
    ) AS rule
    GROUP BY o.feeder_id
)
SELECT
    f.feeder_id, f.feeder_name, b.substation_name,
    coalesce(m.customers_served, 0) AS customers_served,
    coalesce(r.sustained_outages, 0) + coalesce(a.sustained, 0) AS sustained_outages,
    (coalesce(r.customer_interruptions, 0) + coalesce(a.interruptions, 0))::bigint AS customer_interruptions,
    coalesce(r.customer_minutes, 0) + coalesce(a.customer_minutes, 0) AS customer_minutes,
    coalesce(a.outages, 0) AS active_outages, coalesce(a.customers_out, 0)::bigint AS customers_out,
    t.load_kw, t.load_pct, f.peak_load_kw, t.updated_at
FROM flux.feeders AS f
JOIN scope AS s ON s.utility_id = f.utility_id
JOIN flux.substations AS b ON b.substation_id = f.substation_id
LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
LEFT JOIN flux.feeder_reliability AS r ON r.feeder_id = f.feeder_id AND r.year = s.year
LEFT JOIN active AS a ON a.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id
ORDER BY f.feeder_id
