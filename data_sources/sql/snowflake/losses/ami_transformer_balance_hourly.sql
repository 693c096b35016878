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
lengths AS (
    SELECT f.feeder_id, MAX(f.interval_minutes) AS interval_minutes
    FROM feeder_interval_load AS f
    WHERE f.reading_day >= :first_day::date
        AND f.reading_day < :end_day::date
        AND f.feeder_id IN (SELECT feeder_id FROM transformers WHERE transformer_id = :transformer_id)
    GROUP BY f.feeder_id
),
measured AS (
    SELECT
        DATE_TRUNC('hour', r.interval_start_at) AS hour_start_at,
        SUM(r.energy_delivered_kwh) AS measured_kwh,
        COUNT(r.energy_delivered_kwh) AS reads,
        MAX(COUNT(r.energy_delivered_kwh)) OVER (PARTITION BY r.transformer_id) AS reads_most
    FROM transformer_meter_readings AS r
    WHERE r.reading_day >= :first_day::date
        AND r.reading_day < :end_day::date
        AND r.transformer_id = :transformer_id
    GROUP BY r.transformer_id, DATE_TRUNC('hour', r.interval_start_at)
),
registered AS (
    SELECT
        l.hour_start_at,
        l.energy_delivered_kwh - l.energy_received_kwh AS net_kwh,
        l.intervals_received,
        GREATEST(
            MAX(l.intervals_received) OVER (PARTITION BY l.transformer_id), n.meters * 60 / i.interval_minutes
        ) AS intervals_whole
    FROM transformer_hourly_load AS l
    JOIN in_service AS n ON n.transformer_id = l.transformer_id
    JOIN lengths AS i ON i.feeder_id = l.feeder_id
    WHERE l.reading_day >= :first_day::date
        AND l.reading_day < :end_day::date
        AND l.transformer_id = :transformer_id
),
hours AS (
    SELECT
        a.hour_start_at,
        IFF(a.reads = a.reads_most, a.measured_kwh, NULL) AS measured_kwh,
        IFF(l.intervals_received = l.intervals_whole, l.net_kwh, NULL) AS registered_kwh,
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
