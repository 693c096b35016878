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
    SELECT feeder_id, count(*) AS outages, sum(customers_out) AS customers_out
    FROM flux.outages
    WHERE utility_id = :utility_id AND is_active
    GROUP BY feeder_id
),
so_far AS (
    SELECT
        i.feeder_id,
        count(DISTINCT i.outage_id) AS sustained,
        sum(i.customers) AS interruptions,
        sum(
            i.customer_minutes + i.customers_out * greatest(extract(epoch FROM s.as_of - i.stepped_at), 0)::float8 / 60
        ) AS customer_minutes
    FROM scope AS s
    JOIN flux.customer_interruptions AS i ON i.utility_id = s.utility_id AND i.is_active
    WHERE
        extract(year FROM i.started_at AT TIME ZONE s.time_zone) = s.year
        AND coalesce(i.restored_at, s.as_of) - i.out_at > interval '5 minutes'
    GROUP BY i.feeder_id
)
SELECT
    f.feeder_id, f.feeder_name, b.substation_name,
    coalesce(m.customers_served, 0) AS customers_served,
    coalesce(r.sustained_outages, 0) + coalesce(i.sustained, 0) AS sustained_outages,
    (coalesce(r.customer_interruptions, 0) + coalesce(i.interruptions, 0))::bigint AS customer_interruptions,
    coalesce(r.customer_minutes, 0) + coalesce(i.customer_minutes, 0) AS customer_minutes,
    coalesce(a.outages, 0) AS active_outages, coalesce(a.customers_out, 0)::bigint AS customers_out,
    t.load_kw, t.load_pct, f.peak_load_kw, t.updated_at
FROM flux.feeders AS f
JOIN scope AS s ON s.utility_id = f.utility_id
JOIN flux.substations AS b ON b.substation_id = f.substation_id
LEFT JOIN flux.feeder_summary AS m ON m.feeder_id = f.feeder_id
LEFT JOIN flux.feeder_status AS t ON t.feeder_id = f.feeder_id
LEFT JOIN flux.feeder_reliability AS r ON r.feeder_id = f.feeder_id AND r.year = s.year
LEFT JOIN active AS a ON a.feeder_id = f.feeder_id
LEFT JOIN so_far AS i ON i.feeder_id = f.feeder_id
WHERE f.utility_id = :utility_id
ORDER BY f.feeder_id
