-- One row a transformer with a meter of its own: measured, registered by its recorded meters, and unaccounted for.
-- An hour counts where every meter of the transformer and its own meter were read; an estimate counts as read.
-- result: transformer_id int32, transformer_name string, feeder_id int32, feeder_name string, measured_kwh float64,
-- registered_kwh float64, allowance_kwh float64, unaccounted_kwh float64, unaccounted_pct float64, hours int64,
-- hours_left_out int64
-- topics: ami
WITH chosen AS (
    SELECT w.transformer_id, t.transformer_name, f.feeder_id, f.feeder_name
    FROM metered_transformers AS w
    JOIN transformers AS t ON t.transformer_id = w.transformer_id
    JOIN feeders AS f ON f.feeder_id = t.feeder_id
    WHERE f.utility_id = :utility_id
        AND (:substation_id = 0 OR f.substation_id = :substation_id)
        AND (:feeder_id = 0 OR f.feeder_id = :feeder_id)
        AND (:transformer_id = 0 OR t.transformer_id = :transformer_id)
),
in_service AS (
    -- By the network, so that a meter which has not reported yet is missing and no loss. One without an active account
    -- may be taken off: it counts where it reported in the two weeks before the end.
    SELECT m.transformer_id, COUNT(*) AS meters
    FROM meters AS m
    JOIN chosen AS c ON c.transformer_id = m.transformer_id
    LEFT JOIN (
        SELECT DISTINCT d.meter_id
        FROM meter_day AS d
        WHERE d.reading_day >= DATEADD('day', -14, :end_day::date)
            AND d.reading_day < :end_day::date
            AND (:transformer_id = 0 OR d.transformer_id = :transformer_id)
    ) AS s ON s.meter_id = m.meter_id
    WHERE (m.is_active OR s.meter_id IS NOT NULL)
    GROUP BY m.transformer_id
),
recorded AS (
    SELECT x.transformer_id, x.reading_day, COUNT(*) AS meters
    FROM meter_day AS x
    JOIN chosen AS c ON c.transformer_id = x.transformer_id
    WHERE x.reading_day >= :first_day::date
        AND x.reading_day < :end_day::date
    GROUP BY x.transformer_id, x.reading_day
),
measured AS (
    SELECT
        r.transformer_id,
        DATE_TRUNC('hour', r.interval_start_at) AS hour_start_at,
        SUM(r.energy_delivered_kwh) AS measured_kwh,
        SUM(IFF(r.energy_delivered_kwh IS NULL, 0, r.interval_minutes)) AS minutes_read
    FROM transformer_meter_readings AS r
    JOIN chosen AS c ON c.transformer_id = r.transformer_id
    WHERE r.reading_day >= :first_day::date
        AND r.reading_day < :end_day::date
    GROUP BY r.transformer_id, DATE_TRUNC('hour', r.interval_start_at)
),
loads AS (
    SELECT
        l.transformer_id,
        l.hour_start_at,
        MIN(l.reading_day) AS reading_day,
        SUM(l.energy_delivered_kwh - COALESCE(l.energy_received_kwh, 0)) AS registered_kwh,
        SUM(l.minutes_received) AS minutes_received
    FROM transformer_hourly_load AS l
    JOIN chosen AS c ON c.transformer_id = l.transformer_id
    WHERE l.reading_day >= :first_day::date
        AND l.reading_day < :end_day::date
    GROUP BY l.transformer_id, l.hour_start_at
),
registered AS (
    SELECT
        l.transformer_id,
        l.hour_start_at,
        l.registered_kwh,
        -- a silent one counts: its hours are never whole
        l.minutes_received = 60 * GREATEST(n.meters, i.meters) AS is_whole
    FROM loads AS l
    JOIN in_service AS n ON n.transformer_id = l.transformer_id
    JOIN recorded AS i ON i.transformer_id = l.transformer_id AND i.reading_day = l.reading_day
),
balanced AS (
    SELECT
        a.transformer_id,
        a.measured_kwh,
        b.registered_kwh,
        COALESCE(a.minutes_read = 60 AND b.is_whole, FALSE) AS is_whole
    FROM measured AS a
    LEFT JOIN registered AS b ON b.transformer_id = a.transformer_id AND b.hour_start_at = a.hour_start_at
),
sums AS (
    SELECT
        transformer_id,
        SUM(IFF(is_whole, measured_kwh, 0)) AS measured_kwh,
        SUM(IFF(is_whole, registered_kwh, 0)) AS registered_kwh,
        SUM(IFF(is_whole, ABS(measured_kwh), 0)) * :allowance_pct / 100 AS allowance_kwh,
        COUNT_IF(is_whole) AS hours,
        COUNT_IF(NOT is_whole) AS hours_left_out
    FROM balanced
    GROUP BY transformer_id
)
SELECT
    s.transformer_id,
    c.transformer_name,
    c.feeder_id,
    c.feeder_name,
    s.measured_kwh,
    s.registered_kwh,
    s.allowance_kwh,
    s.measured_kwh - s.registered_kwh - s.allowance_kwh AS unaccounted_kwh,
    100 * (s.measured_kwh - s.registered_kwh - s.allowance_kwh) / NULLIF(s.measured_kwh, 0) AS unaccounted_pct,
    s.hours,
    s.hours_left_out
FROM sums AS s
JOIN chosen AS c ON c.transformer_id = s.transformer_id
ORDER BY ABS(s.measured_kwh - s.registered_kwh - s.allowance_kwh) DESC, s.transformer_id
