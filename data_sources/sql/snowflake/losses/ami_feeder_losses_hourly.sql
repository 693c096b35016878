-- One row an hour of a feeder: what its head measured, what its meters registered (net), and what got lost in between.
-- An interval counts where at least 90 % of the meters were read; the rest is taken to run like those that were.
-- `hours` is how much of the hour counts.
-- result: hour_start_at timestamp, hours float64, head_kwh float64, metered_kwh float64, losses_kwh float64,
-- losses_pct float64
-- topics: ami
WITH loads AS (
    SELECT
        l.interval_start_at,
        l.energy_delivered_kwh - l.energy_received_kwh AS net_kwh,
        l.intervals_received,
        MAX(l.intervals_received + l.intervals_missing) OVER (PARTITION BY l.feeder_id) AS meters
    FROM feeder_interval_load AS l
    WHERE l.reading_day >= :first_day::date
        AND l.reading_day < :end_day::date
        AND l.feeder_id = :feeder_id
),
balanced AS (
    SELECT
        DATE_TRUNC('hour', h.interval_start_at) AS hour_start_at,
        h.interval_minutes,
        h.energy_delivered_kwh AS head_kwh,
        l.net_kwh * l.meters / NULLIF(l.intervals_received, 0) AS metered_kwh
    FROM feeder_head_readings AS h
    JOIN loads AS l ON l.interval_start_at = h.interval_start_at
    WHERE h.reading_day >= :first_day::date
        AND h.reading_day < :end_day::date
        AND h.feeder_id = :feeder_id
        AND h.energy_delivered_kwh IS NOT NULL
        AND l.intervals_received >= 0.9 * l.meters
)
SELECT
    hour_start_at,
    SUM(interval_minutes) / 60.0 AS hours,
    SUM(head_kwh) AS head_kwh,
    SUM(metered_kwh) AS metered_kwh,
    SUM(head_kwh - metered_kwh) AS losses_kwh,
    100 * SUM(head_kwh - metered_kwh) / NULLIF(SUM(head_kwh), 0) AS losses_pct
FROM balanced
GROUP BY hour_start_at
ORDER BY hour_start_at
