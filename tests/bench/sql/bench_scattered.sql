-- One row an hour: energy of meters far from each other, every so manieth.
-- result: hour_start_at timestamp, energy_delivered_kwh float64
SELECT DATE_TRUNC('hour', interval_start_at) AS hour_start_at, SUM(energy_delivered_kwh) AS energy_delivered_kwh
FROM ami_interval_readings
WHERE meter_id IN (SELECT meter_id FROM meters WHERE MOD(meter_id, :step) = :rest)
GROUP BY DATE_TRUNC('hour', interval_start_at)
ORDER BY hour_start_at
