-- One row an interval at a feeder's head: net energy into it, and its voltage on a 120 V base.
-- result: interval_start_at timestamp, interval_minutes int16, energy_delivered_kwh float64, voltage_v float64
-- topics: ami
SELECT
    r.interval_start_at,
    r.interval_minutes,
    r.energy_delivered_kwh,
    r.voltage_v
FROM feeder_head_readings AS r
WHERE r.reading_day >= :first_day::date
    AND r.reading_day < :end_day::date
    AND r.feeder_id = :feeder_id
ORDER BY r.interval_start_at
