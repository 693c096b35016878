-- One row an hour of a transformer that has its own meter: measured, registered by its meters, unaccounted for.
-- NULL where its own meter, or one of those behind it, was not read the whole hour; an estimate counts as read.
-- result: hour_start_at timestamp, measured_kwh float64, registered_kwh float64, allowance_kwh float64,
-- unaccounted_kwh float64, intervals_received int64
-- topics: ami
WITH in_service AS (
    -- By the network, so that a meter which has not reported yet is missing and no loss. One without an active account
    -- may be taken off: it counts where it reported in the two weeks before the end.
    SELECT m.transformer_id, COUNT(*) AS meters
    FROM meters AS m
    LEFT JOIN (
        SELECT DISTINCT d.meter_id
        FROM meter_day AS d
        WHERE d.reading_day >= DATEADD('day', -14, :end_day::date)
            AND d.reading_day < :end_day::date
            AND d.transformer_id = :transformer_id
    ) AS s ON s.meter_id = m.meter_id
    WHERE (m.is_active OR s.meter_id IS NOT NULL)
        AND m.transformer_id = :transformer_id
    GROUP BY m.transformer_id
),
recorded AS (
    SELECT x.transformer_id, x.reading_day, COUNT(*) AS meters
    FROM meter_day AS x
    WHERE x.reading_day >= :first_day::date
        AND x.reading_day < :end_day::date
        AND x.transformer_id = :transformer_id
    GROUP BY x.transformer_id, x.reading_day
),
measured AS (
    SELECT
        r.transformer_id,
        DATE_TRUNC('hour', r.interval_start_at) AS hour_start_at,
        SUM(r.energy_delivered_kwh) AS measured_kwh,
        SUM(IFF(r.energy_delivered_kwh IS NULL, 0, r.interval_minutes)) AS minutes_read
    FROM transformer_meter_readings AS r
    WHERE r.reading_day >= :first_day::date
        AND r.reading_day < :end_day::date
        AND r.transformer_id = :transformer_id
    GROUP BY r.transformer_id, DATE_TRUNC('hour', r.interval_start_at)
),
loads AS (
    SELECT
        l.transformer_id,
        l.hour_start_at,
        MIN(l.reading_day) AS reading_day,
        SUM(l.energy_delivered_kwh - COALESCE(l.energy_received_kwh, 0)) AS registered_kwh,
        SUM(l.intervals_received) AS intervals_received,
        SUM(l.minutes_received) AS minutes_received
    FROM transformer_hourly_load AS l
    WHERE l.reading_day >= :first_day::date
        AND l.reading_day < :end_day::date
        AND l.transformer_id = :transformer_id
    GROUP BY l.transformer_id, l.hour_start_at
),
registered AS (
    SELECT
        l.hour_start_at,
        l.registered_kwh,
        l.intervals_received,
        -- a silent one counts: its hours are never whole
        l.minutes_received = 60 * GREATEST(n.meters, i.meters) AS is_whole
    FROM loads AS l
    JOIN in_service AS n ON n.transformer_id = l.transformer_id
    JOIN recorded AS i ON i.transformer_id = l.transformer_id AND i.reading_day = l.reading_day
),
hours AS (
    SELECT
        a.hour_start_at,
        IFF(a.minutes_read = 60, a.measured_kwh, NULL) AS measured_kwh,
        IFF(l.is_whole, l.registered_kwh, NULL) AS registered_kwh,
        l.intervals_received
    FROM measured AS a
    LEFT JOIN registered AS l ON l.hour_start_at = a.hour_start_at
)
SELECT
    h.hour_start_at,
    h.measured_kwh,
    h.registered_kwh,
    ABS(h.measured_kwh) * :allowance_pct / 100 AS allowance_kwh,
    h.measured_kwh - h.registered_kwh - ABS(h.measured_kwh) * :allowance_pct / 100 AS unaccounted_kwh,
    h.intervals_received
FROM hours AS h
ORDER BY h.hour_start_at
