-- One row an hour of a feeder: what its head measured, what its meters registered (net), and what got lost in between.
-- An interval counts where at least 90 % of the meters were read; the rest is taken to run like those that were.
-- `hours` is how much of the hour counts.
-- result: hour_start_at timestamp, hours float64, head_kwh float64, metered_kwh float64, losses_kwh float64,
-- losses_pct float64
-- topics: ami
WITH in_service AS (
    -- By the network, so that a meter which has not reported yet is missing and no loss. One without an active account
    -- may be taken off: it counts where it reported in the two weeks before the end.
    SELECT m.feeder_id, COUNT(*) AS meters
    FROM meters AS m
    LEFT JOIN (
        SELECT DISTINCT d.meter_id
        FROM meter_day AS d
        WHERE d.reading_day >= DATEADD('day', -14, :end_day::date)
            AND d.reading_day < :end_day::date
            AND d.feeder_id = :feeder_id
    ) AS s ON s.meter_id = m.meter_id
    WHERE (m.is_active OR s.meter_id IS NOT NULL)
        AND m.feeder_id = :feeder_id
    GROUP BY m.feeder_id
),
loads AS (
    SELECT
        l.interval_start_at,
        l.energy_delivered_kwh - l.energy_received_kwh AS net_kwh,
        l.intervals_received,
        GREATEST(n.meters, l.intervals_received) AS meters
    FROM feeder_interval_load AS l
    JOIN in_service AS n ON n.feeder_id = l.feeder_id
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
