-- One row an interval of a feeder, in order: the sum of its meters' readings.
-- result: interval_start_at timestamp, reading_day date, interval_minutes int32, energy_delivered_kwh float64,
--         energy_received_kwh float64, reactive_kvarh float64, voltage_v float64, voltage_pct float64, quality string,
--         intervals_received int32, intervals_estimated int32, minutes_read int32
-- topics: ami
SELECT
    f.interval_start_at,
    f.reading_day,
    f.interval_minutes,
    f.energy_delivered_kwh,
    f.energy_received_kwh,
    f.reactive_kvarh,
    NULL::float AS voltage_v,
    f.voltage_pct,
    NULL::varchar AS quality,
    f.intervals_received,
    f.intervals_estimated,
    IFF(f.intervals_received > 0, f.interval_minutes, 0) AS minutes_read
FROM feeder_interval_load AS f
WHERE f.feeder_id = :feeder_id
    AND f.interval_start_at >= :from_at::timestamp_ntz
    AND f.interval_start_at < :to_at::timestamp_ntz
ORDER BY f.interval_start_at, f.interval_minutes
