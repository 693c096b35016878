-- One row an hour: energy of the meters in a range of ids.
-- result: hour_start_at timestamp, energy_delivered_kwh float64
SELECT DATE_TRUNC('hour', interval_start_at) AS hour_start_at, SUM(energy_delivered_kwh) AS energy_delivered_kwh
FROM ami_interval_readings
WHERE meter_id >= :first_meter_id AND meter_id < :end_meter_id
GROUP BY DATE_TRUNC('hour', interval_start_at)
ORDER BY hour_start_at
