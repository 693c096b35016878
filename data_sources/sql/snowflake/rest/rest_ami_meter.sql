-- One row an interval of a meter, in order.
-- result: interval_start_at timestamp, reading_day date, interval_minutes int32, energy_delivered_kwh float64,
--         energy_received_kwh float64, reactive_kvarh float64, voltage_v float64, voltage_pct float64, quality string,
--         intervals_received int32, intervals_estimated int32, minutes_read int32
-- topics: ami
SELECT
    r.interval_start_at,
    r.reading_day,
    r.interval_minutes,
    r.energy_delivered_kwh,
    r.energy_received_kwh,
    r.reactive_kvarh,
    r.voltage_v,
    ROUND(100 * r.voltage_v / m.nominal_voltage_v, 3) AS voltage_pct,
    r.quality,
    IFF(r.quality = 'missing', 0, 1) AS intervals_received,
    IFF(r.quality = 'estimated', 1, 0) AS intervals_estimated,
    IFF(r.quality = 'missing', 0, r.interval_minutes) AS minutes_read
FROM ami_interval_readings AS r
JOIN meters AS m ON m.meter_id = r.meter_id
WHERE r.meter_id = :meter_id
    AND r.interval_start_at >= :from_at::timestamp_ntz
    AND r.interval_start_at < :to_at::timestamp_ntz
ORDER BY r.interval_start_at
