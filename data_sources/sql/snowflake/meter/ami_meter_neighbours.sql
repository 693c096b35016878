-- One row an interval: median, 5th and 95th percentile of net power and voltage of the other meters on a transformer.
-- Their ids lie close together, so that the range of ids keeps the reading short; the join says which are meant. Where
-- their lengths differ, an interval is as long as what divides them all, and a longer reading stands for each within it.
-- result: interval_start_at timestamp, meters int32, kw_p5 float64, kw_median float64, kw_p95 float64,
--   voltage_pct_p5 float64, voltage_pct_median float64, voltage_pct_p95 float64
-- topics: ami
WITH near AS (
    SELECT
        r.interval_start_at,
        r.interval_minutes,
        (r.energy_delivered_kwh - COALESCE(r.energy_received_kwh, 0)) * 60.0 / r.interval_minutes AS kw,
        100.0 * r.voltage_v / m.nominal_voltage_v AS voltage_pct
    FROM ami_interval_readings AS r
    JOIN meters AS m ON m.meter_id = r.meter_id
    WHERE r.meter_id >= :first_neighbour_id
        AND r.meter_id <= :last_neighbour_id
        AND r.interval_start_at >= :from_at::timestamp_ntz
        AND r.interval_start_at < :to_at::timestamp_ntz
        AND m.transformer_id = :transformer_id
        AND m.meter_id <> :meter_id
),
step AS (
    SELECT
        CASE
            WHEN MAX(MOD(n.interval_minutes, s.shortest)) = 0 THEN MIN(s.shortest)
            WHEN MAX(MOD(n.interval_minutes, 5)) = 0 THEN 5
            ELSE 1
        END AS minutes
    FROM near AS n
    CROSS JOIN (SELECT MIN(interval_minutes) AS shortest FROM near) AS s
),
parts AS (
    SELECT 10 * t.digit + o.digit AS number
    FROM (VALUES (0), (1), (2), (3), (4), (5)) AS t (digit)
    CROSS JOIN (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS o (digit)
),
spread AS (
    SELECT DATEADD('minute', p.number * s.minutes, n.interval_start_at) AS interval_start_at, n.kw, n.voltage_pct
    FROM near AS n
    CROSS JOIN step AS s
    JOIN parts AS p ON p.number * s.minutes < n.interval_minutes
)
SELECT
    p.interval_start_at,
    COUNT(p.kw) AS meters,
    PERCENTILE_CONT(0.05) WITHIN GROUP (ORDER BY p.kw) AS kw_p5,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY p.kw) AS kw_median,
    PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY p.kw) AS kw_p95,
    PERCENTILE_CONT(0.05) WITHIN GROUP (ORDER BY p.voltage_pct) AS voltage_pct_p5,
    PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY p.voltage_pct) AS voltage_pct_median,
    PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY p.voltage_pct) AS voltage_pct_p95
FROM spread AS p
GROUP BY p.interval_start_at
ORDER BY p.interval_start_at
