-- One row an hour of a transformer that has its own meter: measured, registered by its meters, unaccounted for.
-- result: hour_start_at timestamp, measured_kwh float64, registered_kwh float64, allowance_kwh float64,
-- unaccounted_kwh float64, intervals_received int64
-- topics: ami
WITH measured AS (
    SELECT
        DATE_TRUNC('hour', r.interval_start_at) AS hour_start_at,
        SUM(r.energy_delivered_kwh) AS measured_kwh
    FROM transformer_meter_readings AS r
    WHERE r.reading_day >= :first_day::date
        AND r.reading_day < :end_day::date
        AND r.transformer_id = :transformer_id
    GROUP BY DATE_TRUNC('hour', r.interval_start_at)
)
SELECT
    a.hour_start_at,
    a.measured_kwh,
    l.energy_delivered_kwh - l.energy_received_kwh AS registered_kwh,
    ABS(a.measured_kwh) * :allowance_pct / 100 AS allowance_kwh,
    a.measured_kwh - (l.energy_delivered_kwh - l.energy_received_kwh) - ABS(a.measured_kwh) * :allowance_pct / 100
        AS unaccounted_kwh,
    l.intervals_received
FROM measured AS a
LEFT JOIN transformer_hourly_load AS l
    ON l.transformer_id = :transformer_id AND l.hour_start_at = a.hour_start_at
    AND l.reading_day >= :first_day::date AND l.reading_day < :end_day::date
ORDER BY a.hour_start_at
