-- One row an hour of a feeder: what its head measured, what its meters registered (net), and what got lost in between.
-- An interval counts where at least 90 % of the meters were read; the rest is taken to run like those that were.
-- `hours` is how much of the hour counts. Where lengths differ, intervals are as long as the longest, and meters count
-- by the minutes that were read.
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
lengths AS (
    SELECT MAX(b.interval_minutes) AS minutes
    FROM (
        SELECT l.interval_minutes
        FROM feeder_interval_load AS l
        WHERE l.reading_day >= :first_day::date
            AND l.reading_day < :end_day::date
            AND l.feeder_id = :feeder_id
        UNION ALL
        SELECT h.interval_minutes
        FROM feeder_head_readings AS h
        WHERE h.reading_day >= :first_day::date
            AND h.reading_day < :end_day::date
            AND h.feeder_id = :feeder_id
    ) AS b
),
loads AS (
    SELECT
        FLOOR(DATEDIFF('minute', '1970-01-01'::timestamp_ntz, l.interval_start_at) / k.minutes) AS slot,
        SUM(l.energy_delivered_kwh - COALESCE(l.energy_received_kwh, 0)) AS net_kwh,
        SUM(l.intervals_received * l.interval_minutes) / k.minutes AS meters_read
    FROM feeder_interval_load AS l
    CROSS JOIN lengths AS k
    WHERE l.reading_day >= :first_day::date
        AND l.reading_day < :end_day::date
        AND l.feeder_id = :feeder_id
    GROUP BY 1, k.minutes
),
heads AS (
    SELECT
        FLOOR(DATEDIFF('minute', '1970-01-01'::timestamp_ntz, h.interval_start_at) / k.minutes) AS slot,
        k.minutes,
        DATE_TRUNC('hour', MIN(h.interval_start_at)) AS hour_start_at,
        SUM(h.energy_delivered_kwh) AS head_kwh,
        SUM(IFF(h.energy_delivered_kwh IS NULL, 0, h.interval_minutes)) AS minutes_read
    FROM feeder_head_readings AS h
    CROSS JOIN lengths AS k
    WHERE h.reading_day >= :first_day::date
        AND h.reading_day < :end_day::date
        AND h.feeder_id = :feeder_id
    GROUP BY 1, k.minutes
),
balanced AS (
    SELECT
        h.hour_start_at,
        h.minutes AS interval_minutes,
        h.head_kwh,
        l.net_kwh * GREATEST(n.meters, l.meters_read) / NULLIF(l.meters_read, 0) AS metered_kwh
    FROM heads AS h
    JOIN loads AS l ON l.slot = h.slot
    CROSS JOIN in_service AS n
    WHERE h.minutes_read = h.minutes
        AND l.meters_read >= 0.9 * n.meters
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
