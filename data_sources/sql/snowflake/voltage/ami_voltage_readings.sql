-- One row an interval of one meter: its mean voltage in % of nominal; NULL where the read is missing.
-- result: interval_start_at timestamp, interval_minutes int16, voltage_pct float64, nominal_voltage_v float64
-- topics: ami
SELECT
    r.interval_start_at,
    r.interval_minutes,
    100 * r.voltage_v / m.nominal_voltage_v AS voltage_pct,
    m.nominal_voltage_v
FROM ami_interval_readings AS r
JOIN meters AS m ON m.meter_id = r.meter_id
WHERE r.meter_id = :meter_id
    AND r.interval_start_at >= :from_at::timestamp_ntz
    AND r.interval_start_at < :to_at::timestamp_ntz
ORDER BY r.interval_start_at
