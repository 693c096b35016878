-- One row an hour of a transformer, in order: the sum of its meters' readings.
-- result: interval_start_at timestamp, reading_day date, interval_minutes int32, energy_delivered_kwh float64,
--         energy_received_kwh float64, reactive_kvarh float64, voltage_v float64, voltage_pct float64, quality string,
--         intervals_received int32, intervals_estimated int32
-- topics: ami
SELECT
    t.hour_start_at AS interval_start_at,
    t.reading_day,
    60 AS interval_minutes,
    t.energy_delivered_kwh,
    t.energy_received_kwh,
    t.reactive_kvarh,
    NULL::float AS voltage_v,
    NULL::float AS voltage_pct,
    NULL::varchar AS quality,
    t.intervals_received,
    t.intervals_estimated
FROM transformer_hourly_load AS t
WHERE t.transformer_id = :transformer_id
    AND t.hour_start_at >= :from_at::timestamp_ntz
    AND t.hour_start_at < :to_at::timestamp_ntz
ORDER BY t.hour_start_at
