-- One row an interval: the load of one meter as it registered it.
-- result: interval_start_at timestamp, interval_minutes int16, energy_delivered_kwh float64,
-- energy_received_kwh float64, reactive_kvarh float64, intervals_received int64, intervals_expected int64
-- topics: ami
SELECT
    r.interval_start_at,
    r.interval_minutes,
    r.energy_delivered_kwh,
    r.energy_received_kwh,
    r.reactive_kvarh,
    IFF(r.quality = 'missing', 0, 1) AS intervals_received,
    1 AS intervals_expected
FROM ami_interval_readings AS r
WHERE r.meter_id = :meter_id
    AND r.interval_start_at >= :from_at::timestamp_ntz
    AND r.interval_start_at < :to_at::timestamp_ntz
ORDER BY r.interval_start_at
